package dev.faroe.passwordreset;

import java.time.Instant;

import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.params.ParameterizedTest;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * The conditions of the statements on password reset requests.
 */
class PasswordResetRepositoryTests {

	private static final Instant EXPIRY = Instant.parse("2030-01-01T00:10:00Z");

	private static final Instant BEFORE = EXPIRY.minusSeconds(1);

	private final String id = new TokenGenerator().id();

	private PasswordResetRepository requests(TestDatabase database) {
		return FaroeServer.shared(database).bean(FaroeDatabase.class).repository(PasswordResetRepository.class);
	}

	private PasswordResetRepository withRequest(TestDatabase database) {
		PasswordResetRepository requests = requests(database);
		FaroeServer.shared(database)
			.bean(UserService.class)
			.create(null, "a long enough password", null)
			.map(User::id)
			.flatMap((userId) -> requests.insert(this.id, userId, EXPIRY.minusSeconds(600), EXPIRY, "hash"))
			.block();
		return requests;
	}

	private static void expectRows(int expected, Mono<Integer> statement) {
		StepVerifier.create(statement).expectNext(expected).verifyComplete();
	}

	@ParameterizedTest
	@DatabaseSource
	void insertsNothingForUnknownUser(TestDatabase database) {
		String unknown = new TokenGenerator().id();
		StepVerifier.create(requests(database).insert(this.id, unknown, BEFORE, EXPIRY, "hash"))
			.verifyError(DataIntegrityViolationException.class);
	}

	@ParameterizedTest
	@DatabaseSource
	void chargesAsManyAttemptsAsAllowed(TestDatabase database) {
		PasswordResetRepository requests = withRequest(database);
		expectRows(1, requests.chargeAttempt(this.id, 2, BEFORE));
		expectRows(1, requests.chargeAttempt(this.id, 2, BEFORE));
		expectRows(0, requests.chargeAttempt(this.id, 2, BEFORE));
		expectRows(1, requests.giveBackAttempt(this.id));
		expectRows(1, requests.chargeAttempt(this.id, 2, BEFORE));
		expectRows(0, requests.chargeAttempt(this.id, 2, BEFORE));
	}

	@ParameterizedTest
	@DatabaseSource
	void givesBackNoMoreThanWasCharged(TestDatabase database) {
		PasswordResetRepository requests = withRequest(database);
		expectRows(0, requests.giveBackAttempt(this.id));
		expectRows(1, requests.chargeAttempt(this.id, 1, BEFORE));
		expectRows(1, requests.giveBackAttempt(this.id));
		expectRows(0, requests.giveBackAttempt(this.id));
	}

	@ParameterizedTest
	@DatabaseSource
	void deletesWithTheLastFailure(TestDatabase database) {
		PasswordResetRepository requests = withRequest(database);
		expectRows(1, requests.countFailure(this.id));
		expectRows(0, requests.deleteExhausted(this.id, 2));
		expectRows(1, requests.countFailure(this.id));
		expectRows(1, requests.deleteExhausted(this.id, 2));
		expectRows(0, requests.countFailure(this.id));
	}

	@ParameterizedTest
	@DatabaseSource
	void usesVerifiedRequestOnce(TestDatabase database) {
		PasswordResetRepository requests = withRequest(database);
		expectRows(0, requests.deleteVerified(this.id, BEFORE));
		expectRows(1, requests.markVerified(this.id, BEFORE));
		expectRows(1, requests.deleteVerified(this.id, BEFORE));
		expectRows(0, requests.deleteVerified(this.id, BEFORE));
	}

	@ParameterizedTest
	@DatabaseSource
	void findsNothingFromTheExpiryOn(TestDatabase database) {
		PasswordResetRepository requests = withRequest(database);
		StepVerifier.create(requests.find(this.id, BEFORE)).expectNextCount(1).verifyComplete();
		StepVerifier.create(requests.find(this.id, EXPIRY)).verifyComplete();
		expectRows(0, requests.chargeAttempt(this.id, 5, EXPIRY));
		expectRows(0, requests.markVerified(this.id, EXPIRY));
		expectRows(1, requests.markVerified(this.id, BEFORE));
		expectRows(0, requests.deleteVerified(this.id, EXPIRY));
		expectRows(0, requests.delete(this.id, EXPIRY));
		expectRows(1, requests.delete(this.id, BEFORE));
	}

}

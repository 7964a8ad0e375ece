package dev.faroe.testkit.host;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.emailverification.EmailVerificationRequest;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.password.PasswordService;
import dev.faroe.testkit.AutoConfigureFaroe;
import dev.faroe.testkit.TestClock;
import dev.faroe.testkit.TotpGenerator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is there with the annotation alone.
 */
@SpringBootTest(properties = "faroe.password.max-consecutive-failures=3")
@AutoConfigureFaroe
class SignUpTests {

	private static final String PASSWORD = "violet-harbour-sings-42";

	private static final String CLIENT = "192.0.2.1";

	@Autowired
	UserService users;

	@Autowired
	TestClock clock;

	@Test
	void signsUpAsManyUsersAsATestNeeds() {
		StepVerifier
			.create(Flux.range(0, 10)
				.concatMap((i) -> this.users.create("guest%d@example.com".formatted(i), PASSWORD, CLIENT)))
			.expectNextCount(10)
			.verifyComplete();
	}

	@Test
	void hashesAreCheap(@Autowired DatabaseClient database) {
		User user = signUp("cheap@example.com");
		StepVerifier
			.create(database.sql("SELECT password_hash FROM faroe_user WHERE id = :id")
				.bind("id", user.id())
				.mapValue(String.class)
				.one())
			.assertNext((hash) -> assertThat(hash).startsWith("$argon2id$v=19$m=8,t=1,p=1$"))
			.verifyComplete();
	}

	@Test
	void passwordsAreNotCheckedAgainstBreaches(@Autowired ApplicationContext application) {
		assertThat(application.getBeanNamesForType(ReactiveCompromisedPasswordChecker.class)).isEmpty();
	}

	@Test
	void commonPasswordsAreStillWeak() {
		StepVerifier.create(this.users.create("weak@example.com", "password123", CLIENT))
			.verifyErrorSatisfies((ex) -> assertThat(error(ex)).isEqualTo(FaroeError.WEAK_PASSWORD));
	}

	@Test
	void wrongPasswordsInARowStillCount(@Autowired PasswordService passwords) {
		User user = signUp("row@example.com");
		Flux.range(0, 3)
			.concatMap((i) -> passwords.verify(user.id(), "wrong password", CLIENT).onErrorComplete())
			.blockLast();
		StepVerifier.create(passwords.verify(user.id(), PASSWORD, CLIENT))
			.verifyErrorSatisfies((ex) -> assertThat(error(ex)).isEqualTo(FaroeError.TOO_MANY_REQUESTS));
	}

	@Test
	void requestsExpireWhenTheClockMoves(@Autowired EmailVerificationService verifications) {
		User user = signUp("late@example.com");
		EmailVerificationRequest request = verifications.create(user.id()).block();
		assertThat(request).isNotNull();
		this.clock.set(request.expiresAt());
		StepVerifier.create(verifications.verify(user.id(), request.code().value()))
			.verifyErrorSatisfies((ex) -> assertThat(error(ex)).isEqualTo(FaroeError.NOT_ALLOWED));
	}

	@Test
	void everyStepOfTheClockHasACode(@Autowired TotpService totp) {
		User user = signUp("totp@example.com");
		TotpKey key = new TotpKey(new byte[TotpKey.LENGTH]);
		TotpGenerator authenticator = TotpGenerator.ofBase64(key.toBase64(), this.clock);
		totp.register(user.id(), key, authenticator.code()).block();
		for (int i = 0; i < 3; i++) {
			this.clock.advance(Duration.ofSeconds(30));
			StepVerifier.create(totp.verifyAny(user.id(), authenticator.code())).verifyComplete();
		}
	}

	private User signUp(String email) {
		User user = this.users.create(email, PASSWORD, CLIENT).block();
		assertThat(user).isNotNull();
		return user;
	}

	private static @Nullable FaroeError error(Throwable failure) {
		return (failure instanceof FaroeException ex) ? ex.error() : null;
	}

}

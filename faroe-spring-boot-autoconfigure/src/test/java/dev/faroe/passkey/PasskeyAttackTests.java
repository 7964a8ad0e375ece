package dev.faroe.passkey;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.event.PasskeyCopySuspectedEvent;
import dev.faroe.event.SecondFactorVerificationFailedEvent;
import dev.faroe.password.PasswordService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Ceremonies in the middle of which something else happens to their user, and in
 * transactions of the application that are rolled back.
 */
@Tag("one-jdk")
class PasskeyAttackTests extends PasskeyEndpoints {

	private final SoftwareAuthenticator authenticator = authenticator();

	private String userId = "";

	@BeforeEach
	void createTheUser() {
		this.userId = createUserId();
	}

	private static String json(Map<String, Object> response) {
		return JsonMapper.shared().writeValueAsString(response);
	}

	private static @Nullable FaroeError errorOf(Mono<?> ceremony) {
		return ceremony.then(Mono.<FaroeError>empty())
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error()))
			.block(Duration.ofMinutes(1));
	}

	private PasskeyService service() {
		return server().bean(PasskeyService.class);
	}

	private <T> @Nullable T rolledBack(Mono<T> ceremony) {
		return server().bean(TransactionalOperator.class).execute((transaction) -> {
			transaction.setRollbackOnly();
			return ceremony;
		}).blockFirst();
	}

	private int passkeys() {
		return get("/users/" + this.userId + "/passkeys").json().size();
	}

	/**
	 * What a user, or somebody for the user, does when a session is in the wrong hands.
	 */
	enum Defence {

		PASSWORD, SESSIONS, DISABLED, DELETED, SECOND_FACTORS

	}

	private Mono<?> defend(Defence defence) {
		return switch (defence) {
			case PASSWORD -> server().bean(PasswordService.class)
				.update(this.userId, PASSWORD, "another long enough password", null);
			case SESSIONS -> server().bean(AccountStateService.class).endSessions(this.userId);
			case DISABLED -> server().bean(AccountStateService.class).disable(this.userId, null);
			case DELETED -> server().bean(UserService.class).delete(this.userId);
			case SECOND_FACTORS -> server().bean(RecoveryCodeService.class).deleteSecondFactors(this.userId);
		};
	}

	@ParameterizedTest
	@EnumSource(Defence.class)
	void aRegistrationThatIsVerifiedAlreadyEndsWithTheSessions(Defence defence) {
		register(this.userId, authenticator());
		String response = json(this.authenticator.register(creationOptions(this.userId)));
		InterruptedCeremonies ceremonies = new InterruptedCeremonies(server());
		assertThat(errorOf(ceremonies.interruptedBy(defend(defence)).register(this.userId, response, "Thief")))
			.isIn(FaroeError.INVALID_REQUEST, FaroeError.NOT_FOUND);
		assertThat(ceremonies.events()).isEmpty();
		assertThat(get("/users/" + this.userId + "/passkeys").body()).doesNotContain("Thief");
	}

	@Test
	void aRolledBackAuthenticationUsesTheChallengeUp() {
		register(this.userId, this.authenticator);
		String response = json(this.authenticator.authenticate(requestOptions(null)));
		assertThat(rolledBack(service().authenticate(response))).isNotNull();
		assertThat(errorOf(service().authenticate(response))).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(authenticate(this.authenticator, this.userId).status()).isEqualTo(200);
	}

	@Test
	void aRolledBackRegistrationUsesTheChallengeUp() {
		String response = json(this.authenticator.register(creationOptions(this.userId)));
		assertThat(rolledBack(service().register(this.userId, response, "Phone"))).isNotNull();
		assertThat(passkeys()).isZero();
		assertThat(errorOf(service().register(this.userId, response, "Phone"))).isEqualTo(FaroeError.INVALID_REQUEST);
		register(this.userId, this.authenticator);
	}

	@Test
	void aWrongAnswerInATransactionUsesTheChallengeUp() {
		register(this.userId, this.authenticator);
		Map<String, Object> options = requestOptions(null);
		Manipulation.SIGNATURE_CORRUPTED.apply(this.authenticator);
		String wrong = json(this.authenticator.authenticate(options));
		String right = json(this.authenticator.honest().authenticate(options));
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		assertThat(errorOf(service().authenticate(wrong).as(transaction::transactional)))
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(errorOf(service().authenticate(right).as(transaction::transactional)))
			.isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void aChallengeOfTheSameTransactionSaysThatItHasToBeCommitted() {
		Challenges challenges = server().bean("faroePasskeyChallenges");
		Mono<?> both = challenges.create(Challenges.Ceremony.REGISTRATION, this.userId, false)
			.flatMap((challenge) -> challenges.consume(Challenges.Ceremony.REGISTRATION, challenge));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(
				() -> both.as(server().bean(TransactionalOperator.class)::transactional).block(Duration.ofMinutes(1)))
			.withMessageContaining("commit it");
	}

	/**
	 * Otherwise they would wait for each other as soon as the transaction needs the user.
	 */
	@Test
	void aTransactionWithAnAuthenticationKeepsNobodyFromEndingTheSessions() {
		register(this.userId, this.authenticator);
		String response = json(this.authenticator.authenticate(requestOptions(this.userId)));
		Mono<?> both = service().authenticate(response)
			.then(Mono.fromCallable(() -> errorOf(defend(Defence.SESSIONS)))
				.subscribeOn(Schedulers.boundedElastic())
				.flatMap((error) -> Mono.error(new FaroeException(error))));
		assertThat(errorOf(both.as(server().bean(TransactionalOperator.class)::transactional))).isNull();
	}

	@Test
	void aPasskeyThatIsDeletedMeanwhileIsNoCopy() {
		this.authenticator.countsUp();
		String passkey = register(this.userId, this.authenticator);
		InterruptedCeremonies ceremonies = new InterruptedCeremonies(server());
		String response = json(this.authenticator.authenticate(requestOptions(null)));
		assertThat(errorOf(ceremonies.interruptedBy(service().delete(passkey)).authenticate(response)))
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(ceremonies.events()).hasOnlyElementsOfType(SecondFactorVerificationFailedEvent.class);
	}

	@Test
	void aPasskeyOfAUserWhoIsDisabledMeanwhileIsNoCopy() {
		this.authenticator.countsUp();
		register(this.userId, this.authenticator);
		InterruptedCeremonies ceremonies = new InterruptedCeremonies(server());
		String response = json(this.authenticator.authenticate(requestOptions(null)));
		assertThat(errorOf(ceremonies.interruptedBy(defend(Defence.DISABLED)).authenticate(response)))
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(ceremonies.events()).hasOnlyElementsOfType(SecondFactorVerificationFailedEvent.class);
	}

	@Test
	void aCopyIsFoundOutInTheMiddleOfAnAuthentication() {
		this.authenticator.countsUp();
		register(this.userId, this.authenticator);
		InterruptedCeremonies ceremonies = new InterruptedCeremonies(server());
		String copied = json(this.authenticator.counter(7).authenticate(requestOptions(null)));
		String own = json(this.authenticator.counter(7).authenticate(requestOptions(null)));
		assertThat(errorOf(ceremonies.interruptedBy(service().authenticate(own)).authenticate(copied)))
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(ceremonies.events()).hasAtLeastOneElementOfType(PasskeyCopySuspectedEvent.class);
	}

	@Test
	void nobodyBeginsForAUserWhoIsDeletedMeanwhile() {
		Challenges challenges = server().bean("faroePasskeyChallenges");
		assertThat(errorOf(challenges.create(Challenges.Ceremony.AUTHENTICATION, UNKNOWN_ID, false)))
			.isEqualTo(FaroeError.NOT_ALLOWED);
	}

	@Test
	void oneOfTwoUsersRegistersACredential() {
		List<String> users = List.of(this.userId, createUserId());
		byte[] id = SoftwareAuthenticator.sha256(new byte[] { 1, (byte) next() });
		List<Map<String, Object>> responses = users.stream().map((user) -> {
			SoftwareAuthenticator same = authenticator();
			same.hooks().credentialId((own) -> id);
			return same.register(creationOptions(user));
		}).toList();
		List<Integer> statuses = inParallel(2, (index) -> register(users.get(index), responses.get(index))).stream()
			.map(Answer::status)
			.toList();
		assertThat(statuses).containsExactlyInAnyOrder(200, 400);
	}

}

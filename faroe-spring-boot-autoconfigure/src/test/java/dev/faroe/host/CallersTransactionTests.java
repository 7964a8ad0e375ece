package dev.faroe.host;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts within a transaction of the application: an error rolls the transaction back,
 * and nothing that was counted with it.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
@Tag("one-jdk")
class CallersTransactionTests {

	private static final String PASSWORD = "a long enough password";

	private static final int GUESSES = 30;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private static @Nullable FaroeServer server;

	private static int users;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database, "spring.r2dbc.pool.max-size=80", "faroe.r2dbc.counting-timeout=60s",
				"faroe.rate-limit.totp.capacity=100", "faroe.totp.max-consecutive-failures=5");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static String createUser() {
		String email = "transaction%d@example.com".formatted(++users);
		return Objects.requireNonNull(server().bean(UserService.class).create(email, PASSWORD, null).block()).id();
	}

	/**
	 * Guess one after the other and then all at once, each guess in a transaction of its
	 * own.
	 */
	private static List<FaroeError> guess(Mono<?> attempt) {
		Mono<FaroeError> error = outcome(inTransaction(attempt));
		Flux<FaroeError> oneByOne = Flux.range(0, 3).concatMap((index) -> error);
		Flux<FaroeError> together = Flux.range(0, GUESSES - 3)
			.flatMap((index) -> error.subscribeOn(Schedulers.boundedElastic()), GUESSES);
		return Objects.requireNonNull(oneByOne.concatWith(together).collectList().block());
	}

	private static <T> Mono<T> inTransaction(Mono<T> action) {
		return action.as(server().bean(TransactionalOperator.class)::transactional);
	}

	private static Mono<FaroeError> outcome(Mono<?> attempt) {
		return attempt.then(Mono.<FaroeError>empty())
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error()));
	}

	private static void assertJudged(List<FaroeError> errors, FaroeError gone) {
		assertThat(errors).filteredOn((error) -> error == FaroeError.INCORRECT_CODE).hasSize(5);
		assertThat(errors).hasSize(GUESSES).isSubsetOf(FaroeError.INCORRECT_CODE, FaroeError.TOO_MANY_REQUESTS, gone);
	}

	private static void assertRefused(Mono<?> attempt, FaroeError error) {
		assertThat(outcome(inTransaction(attempt)).block()).isEqualTo(error);
	}

	@Test
	void codesOfEmailUpdateRequestsAreCounted() {
		EmailUpdateService updates = server().bean(EmailUpdateService.class);
		var request = Objects
			.requireNonNull(updates.create(createUser(), "new%d@example.com".formatted(++users)).block());
		assertJudged(guess(updates.verifyNewEmail(request.id(), "WRONG")), FaroeError.INVALID_REQUEST);
		assertRefused(updates.verifyNewEmail(request.id(), request.code().value()), FaroeError.INVALID_REQUEST);
	}

	@Test
	void codesOfPasswordResetRequestsAreCounted() {
		PasswordResetService resets = server().bean(PasswordResetService.class);
		var created = Objects.requireNonNull(resets.create(createUser(), null).block());
		String id = created.request().id();
		assertJudged(guess(resets.verifyEmail(id, "WRONG", null)), FaroeError.NOT_FOUND);
		assertRefused(resets.verifyEmail(id, created.code().value(), null), FaroeError.NOT_FOUND);
	}

	@Test
	void codesOfEmailVerificationRequestsAreCounted() {
		EmailVerificationService verifications = server().bean(EmailVerificationService.class);
		String userId = createUser();
		verifications.create(userId).block();
		assertJudged(guess(verifications.verify(userId, "WRONG")), FaroeError.NOT_ALLOWED);
		assertRefused(verifications.verify(userId, "WRONG"), FaroeError.NOT_ALLOWED);
	}

	@Test
	void totpsAreCounted() {
		TotpService totp = server().bean(TotpService.class);
		Authenticator authenticator = new Authenticator(server().clock());
		String userId = createUser();
		totp.register(userId, TotpKey.ofBase64(authenticator.key()), authenticator.code()).block();
		assertJudged(guess(totp.verifyAny(userId, authenticator.wrongCode())), FaroeError.TOO_MANY_REQUESTS);
		assertRefused(totp.verifyAny(userId, authenticator.code()), FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void recoveryCodesAreCounted() {
		String userId = createUser();
		RecoveryCodeService recoveryCodes = server().bean(RecoveryCodeService.class);
		assertJudged(guess(recoveryCodes.verify(userId, "WRONG")), FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void rightCodesWorkAndTheirChargesComeBack() {
		EmailUpdateService updates = server().bean(EmailUpdateService.class);
		PasswordResetService resets = server().bean(PasswordResetService.class);
		TotpService totp = server().bean(TotpService.class);
		String userId = createUser();
		Authenticator authenticator = new Authenticator(server().clock());
		var credential = Objects
			.requireNonNull(totp.register(userId, TotpKey.ofBase64(authenticator.key()), authenticator.code()).block());
		var reset = Objects.requireNonNull(resets.create(userId, null).block());
		var update = Objects.requireNonNull(updates.create(userId, "new%d@example.com".formatted(++users)).block());
		for (int time = 0; time < 7; time++) {
			StepVerifier.create(inTransaction(resets.verifyEmail(reset.request().id(), reset.code().value(), null)))
				.verifyComplete();
		}
		StepVerifier.create(inTransaction(totp.verify(credential.id(), authenticator.code()))).verifyComplete();
		StepVerifier.create(inTransaction(updates.verifyNewEmail(update.id(), update.code().value())))
			.expectNext(update.email())
			.verifyComplete();
		assertThat(failures(userId)).isZero();
	}

	@Test
	void aCodeThatIsRolledBackCanBeUsedAgain() {
		EmailUpdateService updates = server().bean(EmailUpdateService.class);
		var request = Objects
			.requireNonNull(updates.create(createUser(), "new%d@example.com".formatted(++users)).block());
		for (int time = 0; time < 6; time++) {
			StepVerifier
				.create(inTransaction(updates.verifyNewEmail(request.id(), request.code().value())
					.flatMap((email) -> Mono.error(new IllegalStateException("The application fails")))))
				.verifyError(IllegalStateException.class);
		}
		StepVerifier.create(updates.verifyNewEmail(request.id(), request.code().value()))
			.expectNext(request.email())
			.verifyComplete();
	}

	/**
	 * Make one call several times at once, each in a transaction of its own. A thread
	 * that waits for a row of H2 can be the one that has to hand on the connection which
	 * the holder of the row waits for: H2 ends that with an error, after two seconds
	 * each.
	 * @return what the calls were refused with, but for the one that succeeded
	 */
	private List<FaroeError> losersOf(Mono<?> call) {
		int rivals = (this.database == TestDatabase.H2) ? 2 : 10;
		List<FaroeError> errors = Objects.requireNonNull(Flux.range(0, rivals)
			.flatMap((index) -> outcome(inTransaction(call)).subscribeOn(Schedulers.boundedElastic()), rivals)
			.collectList()
			.block());
		assertThat(errors).as("exactly one succeeds").hasSize(rivals - 1);
		return errors.stream()
			.filter((error) -> this.database != TestDatabase.H2 || error != FaroeError.SERVICE_UNAVAILABLE)
			.toList();
	}

	@Test
	void anAddressSignsUpOnce() {
		UserService service = server().bean(UserService.class);
		String email = "rival%d@example.com".formatted(++users);
		assertThat(losersOf(service.create(email, PASSWORD, null))).isSubsetOf(FaroeError.EMAIL_ALREADY_USED);
		StepVerifier.create(service.getByEmail(email)).expectNextCount(1).verifyComplete();
	}

	@Test
	void aRecoveryCodeWorksOnce() {
		String userId = createUser();
		String code = Objects.requireNonNull(server().bean(UserService.class).get(userId).block())
			.recoveryCode()
			.value();
		RecoveryCodeService recoveryCodes = server().bean(RecoveryCodeService.class);
		assertThat(losersOf(recoveryCodes.resetSecondFactors(userId, code))).isSubsetOf(FaroeError.INCORRECT_CODE,
				FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void aTotpWorksOnce() {
		TotpService totp = server().bean(TotpService.class);
		String userId = createUser();
		Authenticator authenticator = new Authenticator(server().clock());
		totp.register(userId, TotpKey.ofBase64(authenticator.key()), authenticator.code()).block();
		assertThat(losersOf(totp.verifyAny(userId, authenticator.code()))).isSubsetOf(FaroeError.INCORRECT_CODE,
				FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void aPasswordResetRequestSetsOnePassword() {
		PasswordResetService resets = server().bean(PasswordResetService.class);
		var created = Objects.requireNonNull(resets.create(createUser(), null).block());
		resets.verifyEmail(created.request().id(), created.code().value(), null).block();
		assertThat(losersOf(resets.reset(created.request().id(), "another long password", null)))
			.isSubsetOf(FaroeError.INVALID_REQUEST);
	}

	@Test
	void anEmailUpdateRequestSetsOneAddress() {
		EmailUpdateService updates = server().bean(EmailUpdateService.class);
		var request = Objects
			.requireNonNull(updates.create(createUser(), "rival%d@example.com".formatted(++users)).block());
		assertThat(losersOf(updates.verifyNewEmail(request.id(), request.code().value())))
			.isSubsetOf(FaroeError.INVALID_REQUEST, FaroeError.TOO_MANY_REQUESTS);
	}

	private static Integer failures(String userId) {
		return server().database()
			.sql("SELECT factor_failures FROM faroe_user WHERE id = :id")
			.bind("id", userId)
			.mapValue(Integer.class)
			.one()
			.block();
	}

	@Test
	void aPoolOfOneConnectionIsAClearError() {
		withServer((small) -> {
			PasswordResetService resets = small.bean(PasswordResetService.class);
			String userId = small.bean(UserService.class).create(null, PASSWORD, null).map((user) -> user.id()).block();
			var created = Objects.requireNonNull(resets.create(Objects.requireNonNull(userId), null).block());
			Mono<Void> attempt = resets.verifyEmail(created.request().id(), created.code().value(), null);
			StepVerifier.create(attempt.as(small.bean(TransactionalOperator.class)::transactional))
				.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
					.hasMessageContaining("the pool has only one"));
			StepVerifier.create(attempt).verifyComplete();
			return null;
		}, "spring.r2dbc.pool.max-size=1", "spring.r2dbc.pool.initial-size=1");
	}

	@Test
	void aPoolWithoutAConnectionToSpareIsAnErrorAfterAWhile() {
		withServer((small) -> {
			PasswordResetService resets = small.bean(PasswordResetService.class);
			TransactionalOperator transaction = small.bean(TransactionalOperator.class);
			String userId = small.bean(UserService.class).create(null, PASSWORD, null).map((user) -> user.id()).block();
			var created = Objects.requireNonNull(resets.create(Objects.requireNonNull(userId), null).block());
			Mono<Void> attempt = resets.verifyEmail(created.request().id(), created.code().value(), null);
			Mono<Void> both = small.database().inConnection((held) -> attempt.as(transaction::transactional));
			StepVerifier.create(both)
				.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(FaroeException.class,
						(failure) -> assertThat(failure.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE)));
			StepVerifier.create(attempt).verifyComplete();
			return null;
		}, "spring.r2dbc.pool.max-size=2", "spring.r2dbc.pool.initial-size=2", "faroe.r2dbc.counting-timeout=200ms");
	}

	private void withServer(Function<FaroeServer, @Nullable Void> test, String... properties) {
		try (FaroeServer small = FaroeServer.start(this.database, properties)) {
			test.apply(small);
		}
	}

}

package dev.faroe.host;

import java.util.List;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.password.PasswordService;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passwords within a transaction of the application, where wrong ones in a row are
 * counted: five of them.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
class CallersTransactionPasswordTests {

	private static final String PASSWORD = "a long enough password";

	private static final int GUESSES = 30;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private static @Nullable FaroeServer server;

	private static int users;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database, "spring.r2dbc.pool.max-size=80", "faroe.r2dbc.counting-timeout=60s",
				"faroe.password.max-consecutive-failures=5");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static User createUser() {
		String email = "password%d@example.com".formatted(++users);
		return Objects.requireNonNull(server().bean(UserService.class).create(email, PASSWORD, null).block());
	}

	private static <T> Mono<T> inTransaction(Mono<T> action) {
		return action.as(server().bean(TransactionalOperator.class)::transactional);
	}

	private static Mono<FaroeError> error(Mono<?> attempt) {
		return inTransaction(attempt).then(Mono.<FaroeError>empty())
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error()));
	}

	private static Integer failures(User user) {
		return Objects.requireNonNull(server().database()
			.sql("SELECT password_failures FROM faroe_user WHERE id = :id")
			.bind("id", user.id())
			.mapValue(Integer.class)
			.one()
			.block());
	}

	@Test
	void wrongOnesAreCountedWhateverIsRolledBack() {
		User user = createUser();
		Mono<FaroeError> guess = error(server().bean(PasswordService.class).verify(user.id(), "wrong", null));
		List<FaroeError> errors = Objects.requireNonNull(Flux.range(0, 3)
			.concatMap((index) -> guess)
			.concatWith(Flux.range(0, GUESSES - 3)
				.flatMap((index) -> guess.subscribeOn(Schedulers.boundedElastic()), GUESSES))
			.collectList()
			.block());
		assertThat(errors).hasSize(GUESSES).filteredOn((error) -> error == FaroeError.INCORRECT_PASSWORD).hasSize(5);
		assertThat(errors).isSubsetOf(FaroeError.INCORRECT_PASSWORD, FaroeError.TOO_MANY_REQUESTS);
		assertThat(failures(user)).isEqualTo(5);
	}

	@Test
	void theRightOneClearsTheCountBeforeTheTransactionLocksTheUser() {
		User user = createUser();
		PasswordService passwords = server().bean(PasswordService.class);
		assertThat(error(passwords.verify(user.id(), "wrong", null)).block()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		setHash(user, "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD));
		Mono<Integer> logInAndCount = server().bean(UserService.class)
			.authenticate(Objects.requireNonNull(user.email()), PASSWORD, null)
			.then(Mono.fromCallable(() -> failures(user)).subscribeOn(Schedulers.boundedElastic()));
		StepVerifier.create(inTransaction(logInAndCount)).expectNext(0).verifyComplete();
	}

	@Test
	void aChangeClearsTheCountAndIsRolledBackWithoutIt() {
		User user = createUser();
		PasswordService passwords = server().bean(PasswordService.class);
		assertThat(error(passwords.verify(user.id(), "wrong", null)).block()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		StepVerifier
			.create(inTransaction(passwords.update(user.id(), PASSWORD, "another long password", null)
				.then(Mono.error(new IllegalStateException("The application fails")))))
			.verifyError(IllegalStateException.class);
		assertThat(failures(user)).isZero();
		StepVerifier.create(inTransaction(passwords.update(user.id(), PASSWORD, "another long password", null)))
			.verifyComplete();
		StepVerifier.create(passwords.verify(user.id(), "another long password", null)).verifyComplete();
	}

	private static void setHash(User user, String hash) {
		server().database()
			.sql("UPDATE faroe_user SET password_hash = :hash WHERE id = :id")
			.bind("hash", hash)
			.bind("id", user.id())
			.then()
			.block();
	}

}

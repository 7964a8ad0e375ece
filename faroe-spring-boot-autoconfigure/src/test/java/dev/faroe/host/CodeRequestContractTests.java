package dev.faroe.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.cleanup.RequestCleanup;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every kind of request with a code: those of Faroe that count attempts in
 * their rows, and one that is not Faroe's.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
@Tag("one-jdk")
class CodeRequestContractTests {

	private static final String PASSWORD = "a long enough password";

	private static final int GUESSES = 60;

	private static @Nullable FaroeServer server;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { FaroeServer.Host.class, CodeLogIn.Wiring.class },
				"spring.r2dbc.pool.max-size=80", "faroe.r2dbc.counting-timeout=60s", "faroe.cleanup.interval=0",
				"faroe.rate-limit.password-reset.capacity=1000", "faroe.rate-limit.email-request.capacity=1000");
		server.database().sql("""
				CREATE TABLE faroe_visitor_log_in_request (
					id VARCHAR(24) PRIMARY KEY,
					user_id VARCHAR(24) NOT NULL REFERENCES faroe_user (id) ON DELETE CASCADE,
					created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, code VARCHAR(512) NOT NULL,
					attempts INTEGER NOT NULL, failed_attempts INTEGER NOT NULL)""").then().block();
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	static Stream<Kind> kinds() {
		return Stream.of(
				new Kind("email_update", Duration.ofMinutes(10),
						(userId) -> server().bean(EmailUpdateService.class)
							.create(userId, "new%d@example.com".formatted(++users))
							.map((request) -> new Created(request.id(), request.code().value())),
						(id, code) -> server().bean(EmailUpdateService.class).verifyNewEmail(id, code)),
				new Kind("password_reset", Duration.ofMinutes(10),
						(userId) -> server().bean(PasswordResetService.class)
							.create(userId, null)
							.map((request) -> new Created(request.request().id(), request.code().value())),
						(id, code) -> server().bean(PasswordResetService.class).verifyEmail(id, code, null)),
				new Kind("visitor_log_in", CodeLogIn.LIFETIME,
						(userId) -> server().bean(CodeLogIn.class)
							.create(userId)
							.map((request) -> new Created(request.id(), request.code().value())),
						(id, code) -> server().bean(CodeLogIn.class).logIn(id, code)));
	}

	private static String createUser() {
		String email = "contract%d@example.com".formatted(++users);
		return Objects.requireNonNull(server().bean(UserService.class).create(email, PASSWORD, null).block()).id();
	}

	private static @Nullable FaroeError outcome(Mono<?> call) {
		List<FaroeError> errors = new ArrayList<>();
		call.then().onErrorResume(FaroeException.class, (ex) -> {
			errors.add(ex.error());
			return Mono.empty();
		}).block();
		return errors.isEmpty() ? null : errors.get(0);
	}

	private static List<FaroeError> guess(Kind kind, String id, Function<Mono<?>, Mono<?>> within) {
		List<FaroeError> outcomes = Collections.synchronizedList(new ArrayList<>());
		Flux.range(0, GUESSES)
			.flatMap((index) -> within.apply(kind.present().apply(id, "WRONG"))
				.then()
				.onErrorResume(FaroeException.class, (ex) -> {
					outcomes.add(ex.error());
					return Mono.empty();
				})
				.subscribeOn(Schedulers.boundedElastic()), GUESSES)
			.blockLast();
		return outcomes;
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void acceptsTheRightCode(Kind kind) {
		Created request = kind.create(createUser());
		assertThat(outcome(kind.present().apply(request.id(), "WRONG"))).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(outcome(kind.present().apply(request.id(), request.code()))).isNull();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void judgesNoMoreThanFiveWrongCodesHoweverManyComeAtOnce(Kind kind) {
		Created request = kind.create(createUser());
		assertThat(guess(kind, request.id(), (call) -> call)).hasSize(GUESSES)
			.filteredOn(FaroeError.INCORRECT_CODE::equals)
			.hasSize(5);
		assertThat(outcome(kind.present().apply(request.id(), request.code()))).isNotNull();
		assertThat(rows(kind, request.id())).isZero();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void countsWhateverBecomesOfATransactionOfTheCaller(Kind kind) {
		Created request = kind.create(createUser());
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		assertThat(guess(kind, request.id(), (call) -> transaction.transactional(call))).hasSize(GUESSES)
			.filteredOn(FaroeError.INCORRECT_CODE::equals)
			.hasSize(5);
		assertThat(rows(kind, request.id())).isZero();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void findsNothingAfterItsTimeAndRemovesIt(Kind kind) {
		Created request = kind.create(createUser());
		server().clock().advance(kind.lifetime());
		assertThat(outcome(kind.present().apply(request.id(), request.code()))).isNotNull();
		assertThat(rows(kind, request.id())).isOne();
		server().bean(RequestCleanup.class).run().blockLast();
		assertThat(rows(kind, request.id())).isZero();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void isVoidAfterAChangeOfThePassword(Kind kind) {
		String userId = createUser();
		Created request = kind.create(userId);
		server().bean(PasswordService.class).update(userId, PASSWORD, "another long password", null).block();
		assertThat(rows(kind, request.id())).isZero();
		assertThat(outcome(kind.present().apply(request.id(), request.code()))).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void comparesTheCodeExactly(Kind kind) {
		Created request = kind.create(createUser());
		assertThat(outcome(kind.present().apply(request.id(), ""))).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(outcome(kind.present().apply(request.id(), request.code().toLowerCase()))).as("compared exactly")
			.isEqualTo(FaroeError.INCORRECT_CODE);
	}

	private static long rows(Kind kind, String id) {
		return Objects.requireNonNull(server().database()
			.sql("SELECT COUNT(*) FROM faroe_%s_request WHERE id = :id".formatted(kind.name()))
			.bind("id", id)
			.mapValue(Long.class)
			.one()
			.block());
	}

	/**
	 * A kind of requests.
	 */
	record Kind(String name, Duration lifetime, Function<String, Mono<Created>> creation,
			BiFunction<String, String, Mono<?>> present) {

		Created create(String userId) {
			return Objects.requireNonNull(this.creation.apply(userId).block());
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	private record Created(String id, String code) {
	}

}

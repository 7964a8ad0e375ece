package dev.faroe.host;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.faroe.event.SecondFactorRemovedEvent;
import dev.faroe.login.SecondFactorRequiredException;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserPage;
import dev.faroe.user.UserQuery;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every kind of second factor: Faroe's, and one that is not Faroe's.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
@Tag("one-jdk")
class SecondFactorContractTests {

	private static final String PASSWORD = "a long enough password";

	private static @Nullable FaroeServer server;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { FaroeServer.Host.class, Host.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.security.authentication-manager.enabled=true");
		server.database().sql("CREATE TABLE badge (user_id VARCHAR(24) NOT NULL)").then().block();
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	static Stream<Kind> kinds() {
		return Stream.of(new Kind("totp", SecondFactorContractTests::registerTotp),
				new Kind("badge",
						(userId) -> server().database()
							.sql("INSERT INTO badge (user_id) VALUES (:userId)")
							.bind("userId", userId)
							.then()
							.block()));
	}

	private static void registerTotp(String userId) {
		Authenticator authenticator = new Authenticator(server().clock());
		server().bean(TotpService.class)
			.register(userId, new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
	}

	private static User createUser() {
		String email = "factor%d@example.com".formatted(++users);
		return Objects.requireNonNull(server().bean(UserService.class).create(email, PASSWORD, null).block());
	}

	private static User find(User user) {
		return Objects.requireNonNull(server().bean(UserService.class).get(user.id()).block());
	}

	private static Mono<?> logIn(User user) {
		return server().bean(ReactiveAuthenticationManager.class)
			.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(user.email(), PASSWORD));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void isKnownOfTheUserWhoHasIt(Kind kind) {
		User user = createUser();
		assertThat(user.hasSecondFactor()).isFalse();
		kind.add().accept(user.id());
		assertThat(find(user).secondFactors()).containsExactly(kind.type());
		assertThat(find(createUser()).secondFactors()).isEmpty();
		UserPage page = server().bean(UserService.class)
			.list(new UserQuery(UserQuery.SortBy.ID, UserQuery.SortOrder.ASCENDING, 100, 1, user.email()))
			.block();
		assertThat(page).isNotNull();
		assertThat(page.users()).contains(find(user));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void isAskedForAtTheLogIn(Kind kind) {
		User user = createUser();
		StepVerifier.create(logIn(user)).expectNextCount(1).verifyComplete();
		kind.add().accept(user.id());
		StepVerifier.create(logIn(user)).verifyError(SecondFactorRequiredException.class);
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void isRemovedByTheRecoveryCode(Kind kind) {
		User user = createUser();
		kind.add().accept(user.id());
		server().bean(RecoveryCodeService.class).resetSecondFactors(user.id(), user.recoveryCode().value()).block();
		assertThat(find(user).hasSecondFactor()).isFalse();
		server().bean(Listener.class)
			.await(new SecondFactorRemovedEvent(user.id(), kind.type(), 1, server().clock().instant()));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void staysWhenATransactionOfTheCallerIsRolledBack(Kind kind) {
		User user = createUser();
		kind.add().accept(user.id());
		Mono<Void> removal = server().bean(RecoveryCodeService.class)
			.deleteSecondFactors(user.id())
			.then(Mono.error(new IllegalStateException("rolled back")));
		StepVerifier.create(removal.as(server().bean(TransactionalOperator.class)::transactional))
			.verifyError(IllegalStateException.class);
		assertThat(find(user).secondFactors()).containsExactly(kind.type());
	}

	/**
	 * A kind of second factor.
	 */
	record Kind(String type, Consumer<String> add) {

		@Override
		public String toString() {
			return this.type;
		}

	}

	@Import({ BadgeFactor.class, Listener.class })
	static class Host {

	}

	static class Listener {

		private final List<SecondFactorRemovedEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SecondFactorRemovedEvent event) {
			this.events.add(event);
		}

		void await(SecondFactorRemovedEvent expected) {
			Instant deadline = Instant.now().plusSeconds(60);
			while (!this.events.contains(expected) && Instant.now().isBefore(deadline)) {
				Thread.onSpinWait();
			}
			assertThat(this.events).contains(expected);
		}

	}

}

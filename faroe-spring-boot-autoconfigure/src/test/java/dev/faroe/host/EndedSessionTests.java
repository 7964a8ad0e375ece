package dev.faroe.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.faroe.accountstate.AccountState;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.accountstate.SessionEndingChange;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.ImportedUser;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions that began before a change of their user: none of them counts after it, at
 * whatever instance it was made, but the one that made it.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@DatabaseSource
class EndedSessionTests {

	private static final String PASSWORD = "a long enough password";

	private static @Nullable FaroeServer server;

	private static @Nullable FaroeServer other;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private User user = createUser();

	private final Authenticator authenticator = new Authenticator(server().clock());

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		List<String> shared = database.create();
		server = start(shared);
		other = start(shared);
	}

	private static FaroeServer start(List<String> database) {
		return FaroeServer.start(database, new Class<?>[] { StepsHost.class }, FaroeServer.WITH_SPRING_SECURITY,
				"faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false", "faroe.security.log-in.enabled=true");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
		other().close();
	}

	@BeforeEach
	void registerAuthenticator() {
		advance(Duration.ofMinutes(1));
		advance(Duration.ofSeconds(45 - server().clock().instant().getEpochSecond() % 30));
		server().bean(TotpService.class)
			.register(this.user.id(), new TotpKey(this.authenticator.keyBytes()), this.authenticator.code())
			.block();
	}

	/**
	 * The clocks of the instances agree.
	 */
	private static void advance(Duration time) {
		server().clock().advance(time);
		other().clock().advance(time);
	}

	private Browser logIn(FaroeServer instance) {
		Browser browser = new Browser(instance.anonymousClient(), "/log-in");
		advance(Duration.ofMinutes(1));
		assertThat(browser.submit("/log-in", "email", String.valueOf(this.user.email()), "password", PASSWORD))
			.isEqualTo("303 /log-in/second-factor");
		assertThat(browser.submit("/log-in/second-factor", "code", this.authenticator.code())).isEqualTo("303 /");
		assertThat(browser.open("/page")).isEqualTo("200 " + this.user.id());
		return browser;
	}

	@ParameterizedTest
	@EnumSource(SessionEndingChange.class)
	void endWithAChangeAtAnyInstanceAndBeforeTheSecondStep(SessionEndingChange change) {
		Browser here = logIn(server());
		Browser elsewhere = logIn(other());
		Browser half = new Browser(server().anonymousClient(), "/log-in");
		half.submit("/log-in", "email", String.valueOf(this.user.email()), "password", PASSWORD);
		change.make(server(), this.user).block();
		advance(Duration.ofSeconds(30));
		assertThat(half.submit("/log-in/second-factor", "code", this.authenticator.code()))
			.isEqualTo("303 /log-in?error=expired");
		List.of(here, elsewhere, half).forEach(EndedSessionTests::assertShutOut);
	}

	@ParameterizedTest
	@EnumSource(value = SessionEndingChange.class, mode = EnumSource.Mode.EXCLUDE, names = "DISABLING")
	void goOnWithAnotherIdIfTheyMadeTheChange(SessionEndingChange change) {
		Browser browser = logIn(server());
		Browser elsewhere = logIn(server());
		Browser stolen = browser.copy();
		StepsHost.change = (request) -> Mono.fromCallable(() -> change.make(server(), this.user))
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((made) -> made);
		assertThat(browser.submit("/change")).isEqualTo("200 changed");
		assertThat(browser.session()).isNotEqualTo(stolen.session());
		assertThat(browser.open("/public")).isEqualTo("200 " + this.user.id());
		assertShutOut(stolen);
		assertShutOut(elsewhere);
	}

	@Test
	void endWithTheUser() {
		Browser browser = logIn(server());
		server().bean(UserService.class).delete(this.user.id()).block();
		assertShutOut(browser);
	}

	@ParameterizedTest
	@EnumSource(SessionEndingChange.class)
	void haveNotTheLastWordOnceTheyHaveEnded(SessionEndingChange change) {
		Browser browser = logIn(server());
		List<Object> ended = new ArrayList<>();
		StepsHost.change = (request) -> Mono
			.fromFuture(SessionEndingChange.END_OF_SESSIONS.make(other(), this.user).toFuture())
			.then(state().doOnNext(ended::add))
			.then(Mono.fromCallable(() -> change.make(server(), this.user)).subscribeOn(Schedulers.boundedElastic()))
			.flatMap((made) -> made);
		assertThat(browser.submit("/change")).isEqualTo("400 SERVICE_UNAVAILABLE");
		assertThat(state().block()).isEqualTo(ended.get(0));
		assertShutOut(browser);
	}

	@ParameterizedTest
	@EnumSource(value = SessionEndingChange.class, mode = EnumSource.Mode.INCLUDE,
			names = { "PASSWORD_CHANGE", "FACTOR_ADDED", "ALL_FACTORS_REMOVED" })
	void goOnAfterManyChangesInOneTransactionAndAfterOneThatWasRolledBack(SessionEndingChange change) {
		Browser browser = logIn(server());
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		StepsHost.change = (request) -> SessionEndingChange.END_OF_SESSIONS.make(server(), this.user)
			.then(Mono.error(new IllegalStateException()))
			.as(transaction::transactional)
			.onErrorResume(IllegalStateException.class, (ex) -> Mono.empty())
			.then(SessionEndingChange.END_OF_SESSIONS.make(server(), this.user))
			.then(Mono.defer(() -> change.make(server(), this.user)))
			.as(transaction::transactional)
			.then(Mono.defer(() -> SessionEndingChange.END_OF_SESSIONS.make(server(), this.user)));
		assertThat(browser.submit("/change")).isEqualTo("200 changed");
		assertThat(browser.open("/public")).isEqualTo("200 " + this.user.id());
	}

	private Mono<AccountState> state() {
		return server().bean(AccountStateService.class).get(this.user.id());
	}

	@Test
	void stayEndedWhenAUserWithTheSameIdIsImported() {
		this.user = createUser();
		Browser browser = new Browser(server().anonymousClient(), "/log-in");
		browser.submit("/log-in", "email", String.valueOf(this.user.email()), "password", PASSWORD);
		assertThat(browser.open("/page")).isEqualTo("200 " + this.user.id());
		UserService users = server().bean(UserService.class);
		users.delete(this.user.id()).block();
		String hash = server().bean(PasswordEncoder.class).encode(PASSWORD);
		ImportedUser sameId = new ImportedUser(this.user.id(), this.user.createdAt(), this.user.email(), false,
				String.valueOf(hash), null);
		User imported = Objects.requireNonNull(users.importUser(sameId).block());
		assertThat(users.get(imported.id()).block()).isEqualTo(imported);
		assertShutOut(browser);
	}

	@Test
	void endWhenTheUserIsDisabledAndStayEndedWhenEnabledAgain() {
		Browser browser = logIn(server());
		AccountStateService states = server().bean(AccountStateService.class);
		StepsHost.change = (request) -> states.disable(this.user.id(), null);
		assertThat(browser.submit("/change")).isEqualTo("200 changed");
		assertShutOut(browser);
		states.enable(this.user.id()).block();
		assertShutOut(browser);
	}

	@Test
	void endForGoodWhenTheyDisableTheirUser() {
		Browser browser = logIn(server());
		AccountStateService states = server().bean(AccountStateService.class);
		StepsHost.change = (request) -> states.disable(this.user.id(), null);
		assertThat(browser.submit("/change")).isEqualTo("200 changed");
		states.enable(this.user.id()).block();
		assertShutOut(browser);
	}

	@Test
	void askForTheSecondFactorOnceThereIsOne() {
		this.user = createUser();
		Browser browser = new Browser(server().anonymousClient(), "/log-in");
		browser.submit("/log-in", "email", String.valueOf(this.user.email()), "password", PASSWORD);
		assertThat(browser.open("/page")).isEqualTo("200 " + this.user.id());
		StepsHost.change = (request) -> SessionEndingChange.FACTOR_ADDED.make(server(), this.user);
		assertThat(browser.submit("/change")).isEqualTo("200 changed");
		assertThat(browser.open("/page")).isEqualTo("303 /log-in/second-factor");
		assertThat(browser.open("/authenticated")).isEqualTo("303 /log-in/second-factor");
	}

	private static void assertShutOut(Browser browser) {
		for (String path : List.of("/page", "/authenticated", "/role", "/fresh", "/vault")) {
			assertThat(browser.open(path)).as(path).isEqualTo("303 /log-in");
		}
		assertThat(browser.open("/public")).isEqualTo("200 nobody");
	}

	private static User createUser() {
		return Objects.requireNonNull(server().bean(UserService.class)
			.create("ended%d@example.com".formatted(++users), PASSWORD, null)
			.block());
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static FaroeServer other() {
		return Objects.requireNonNull(other);
	}

}

package dev.faroe.host;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.faroe.accountstate.SessionEndingChange;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of which another instance remembers that they count: a change that ends them
 * is answered when it has forgotten.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@DatabaseSource
class RememberedElsewhereTests {

	private static final String PASSWORD = "a long enough password";

	private static @Nullable FaroeServer server;

	private static @Nullable FaroeServer other;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private final User user = Objects.requireNonNull(server().bean(UserService.class)
		.create("elsewhere%d@example.com".formatted(++users), PASSWORD, null)
		.block());

	private final Browser elsewhere = logIn();

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		List<String> shared = database.create();
		server = start(shared);
		other = start(shared);
	}

	/**
	 * The instances remember for as long as there is a wait.
	 */
	private static FaroeServer start(List<String> database) {
		return FaroeServer.start(database, new Class<?>[] { StepsHost.class }, FaroeServer.WITH_SPRING_SECURITY,
				"faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false", "faroe.security.log-in.enabled=true",
				"faroe.security.sessions.check-interval=1s");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
		other().close();
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static FaroeServer other() {
		return Objects.requireNonNull(other);
	}

	private Browser logIn() {
		server().clock().advance(Duration.ofMinutes(1));
		other().clock().advance(Duration.ofMinutes(1));
		Browser browser = new Browser(other().anonymousClient(), "/log-in");
		browser.submit("/log-in", "email", String.valueOf(this.user.email()), "password", PASSWORD);
		assertThat(browser.open("/page")).isEqualTo("200 " + this.user.id());
		return browser;
	}

	@ParameterizedTest
	@EnumSource(value = SessionEndingChange.class, names = { "PASSWORD_CHANGE", "DISABLING", "END_OF_SESSIONS" })
	void endsWithTheAnswerToTheChange(SessionEndingChange change) {
		change.make(server(), this.user).block();
		assertThat(this.elsewhere.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void endsWithTheUser() {
		server().bean(UserService.class).delete(this.user.id()).block();
		assertThat(this.elsewhere.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void endsWithTheTransactionOfTheApplication() {
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		SessionEndingChange.END_OF_SESSIONS.make(server(), this.user).as(transaction::transactional).block();
		assertThat(this.elsewhere.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void goesOnWhenTheChangeIsRolledBack() {
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		SessionEndingChange.END_OF_SESSIONS.make(server(), this.user)
			.then(Mono.error(new IllegalStateException()))
			.as(transaction::transactional)
			.onErrorComplete(IllegalStateException.class)
			.block();
		assertThat(this.elsewhere.open("/page")).isEqualTo("200 " + this.user.id());
	}

}

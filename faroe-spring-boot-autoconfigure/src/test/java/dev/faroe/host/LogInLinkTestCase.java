package dev.faroe.host;

import java.time.Duration;
import java.util.Objects;

import dev.faroe.delivery.CodeMessage;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.flow.SentMessages;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that sends links beside codes to log in with.
 */
abstract class LogInLinkTestCase {

	static final String PASSWORD = "a long enough password";

	static final String ANSWER = "/log-in/code/answer";

	static final String WRONG = "303 /log-in/code/answer?error=incorrect-code&field=code";

	static final String ELSEWHERE = "only in the browser in which you asked for it";

	private static @Nullable FaroeServer server;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	User user = createUser();

	final Browser browser = browser();

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { StepsHost.class, SentMessages.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", "faroe.flows.enabled=true", "faroe.delivery.enabled=true",
				"faroe.flows.failure-time=1ms", "faroe.flows.link-base=https://shop.example/app",
				"faroe.rate-limit.password-hashing.capacity=1000", "faroe.rate-limit.password-hashing.period=1s");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	@BeforeEach
	void waitForTheLimits() {
		server().clock().advance(Duration.ofHours(1));
		server().clock().advance(Duration.ofSeconds(45 - server().clock().instant().getEpochSecond() % 30));
	}

	static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	static Browser browser() {
		return new Browser(server().anonymousClient(), "/log-in");
	}

	static User createUser() {
		User user = Objects.requireNonNull(server().bean(UserService.class)
			.create("link%d@example.com".formatted(++users), PASSWORD, null)
			.block());
		EmailVerificationService verifications = server().bean(EmailVerificationService.class);
		String code = Objects.requireNonNull(verifications.create(user.id()).block()).code().value();
		verifications.verify(user.id(), code).block();
		return user;
	}

	/**
	 * Ask for a link, and return it without the address of the application.
	 */
	String ask(Browser browser) {
		assertThat(browser.submit("/log-in/code", "email", String.valueOf(this.user.email())))
			.isEqualTo("303 " + ANSWER);
		String link = String.valueOf(message().link());
		assertThat(link).matches("https://shop\\.example/app/log-in/code/link\\?code=[A-Z2-9]{8}");
		return link.substring("https://shop.example/app".length());
	}

	CodeMessage message() {
		return server().bean(SentMessages.class).next(String.valueOf(this.user.email()));
	}

	static String code(String link) {
		return link.substring(link.length() - 8);
	}

	/**
	 * Say yes on the page of a link.
	 */
	String confirm(Browser browser, String link) {
		String page = browser.open(link);
		assertThat(page).startsWith("200 ")
			.contains("action=\"" + ANSWER + "\"")
			.contains("name=\"code\" type=\"hidden\" value=\"" + code(link) + "\"");
		return browser.submit(ANSWER, "code", code(link));
	}

	static void assertNobodyIn(Browser browser) {
		assertThat(browser.open("/page")).isEqualTo("303 /log-in");
	}

}

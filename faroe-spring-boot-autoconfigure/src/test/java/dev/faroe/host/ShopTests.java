package dev.faroe.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.faroe.flow.SentMessages;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.shop.ShopAccounts;
import dev.faroe.shop.ShopData;
import dev.faroe.shop.ShopSecurity;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application of the tutorial: every flow, with two factors.
 */
class ShopTests {

	private static final String PASSWORD = "a long enough password";

	private static FaroeServer server;

	private static int users;

	private final String email = "shop%d@example.com".formatted(++users);

	private final Browser browser = new Browser(server.anonymousClient(), "/log-in");

	@BeforeAll
	static void start() {
		server = FaroeServer.start(TestDatabase.H2.create(),
				new Class<?>[] { Host.class, ShopSecurity.class, ShopAccounts.class, ShopData.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", "faroe.flows.enabled=true", "faroe.delivery.enabled=true",
				"faroe.flows.failure-time=1ms");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void waitForTheLimits() {
		server.clock().advance(Duration.ofMinutes(16));
		server.clock().advance(Duration.ofSeconds(45 - server.clock().instant().getEpochSecond() % 30));
	}

	private static String code(String email) {
		return server.bean(SentMessages.class).code(email);
	}

	private void signUp() {
		assertThat(this.browser.submit("/sign-up", "email", this.email, "password", PASSWORD))
			.isEqualTo("200 /sign-up/verify");
		assertThat(this.browser.submit("/sign-up/verify", "code", code(this.email))).isEqualTo("200 /");
	}

	@Test
	void signUpVerifiesTheAddressAndLogsIn() {
		assertThat(this.browser.open("/")).isEqualTo("303 /log-in");
		signUp();
		assertThat(this.browser.open("/")).isEqualTo("200 home of " + this.email);
	}

	@Test
	void signUpIsForTheBrowserThatBeganIt() {
		this.browser.submit("/sign-up", "email", this.email, "password", PASSWORD);
		String code = code(this.email);
		Browser another = new Browser(server.anonymousClient(), "/log-in");
		assertThat(another.submit("/sign-up/verify", "code", code)).startsWith("400");
		assertThat(another.open("/")).isEqualTo("303 /log-in");
	}

	@Test
	void wrongCodeIsToldWithAKeyAndItsField() {
		this.browser.submit("/sign-up", "email", this.email, "password", PASSWORD);
		assertThat(this.browser.submit("/sign-up/verify", "code", "AAAAAAAA")).startsWith("400")
			.contains("\"key\":\"incorrect-code\"")
			.contains("\"field\":\"code\"");
	}

	@Test
	void authenticatorIsEnrolledAndAskedForFromThenOn() {
		signUp();
		Authenticator authenticator = enrol();
		assertThat(this.browser.open("/")).isEqualTo("200 home of " + this.email);
		assertThat(this.browser.submit("/log-in/out")).startsWith("303");
		server.clock().advance(Duration.ofMinutes(1));
		assertThat(this.browser.submit("/log-in", "email", this.email, "password", PASSWORD))
			.isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.open("/")).isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.submit("/log-in/second-factor", "code", authenticator.code())).isEqualTo("303 /");
		assertThat(this.browser.open("/")).isEqualTo("200 home of " + this.email);
	}

	private Authenticator enrol() {
		String enrolment = this.browser.submit("/account/authenticator");
		Authenticator authenticator = Authenticator.ofBase32(server.clock(),
				enrolment.replaceAll(".*\"key\":\"([A-Z2-7]+)\".*", "$1"));
		assertThat(this.browser.submit("/account/authenticator/verify", "code", authenticator.code()))
			.matches("200 [A-Z2-9]{8}");
		return authenticator;
	}

	@Test
	void forgottenPasswordIsReplacedAndEndsOtherSessions() {
		signUp();
		Browser elsewhere = new Browser(server.anonymousClient(), "/log-in");
		assertThat(elsewhere.submit("/forgotten-password", "email", this.email))
			.isEqualTo("200 /forgotten-password/verify");
		assertThat(elsewhere.submit("/forgotten-password/verify", "code", code(this.email)))
			.isEqualTo("200 /forgotten-password/new");
		assertThat(elsewhere.submit("/forgotten-password/new", "newPassword", "another long password"))
			.isEqualTo("200 /log-in");
		assertThat(this.browser.open("/")).isEqualTo("303 /log-in");
		server.clock().advance(Duration.ofMinutes(1));
		assertThat(elsewhere.submit("/log-in", "email", this.email, "password", "another long password"))
			.isEqualTo("303 /");
	}

	@Test
	void passwordAndAddressAreChangedInTheSameSession() {
		signUp();
		assertThat(
				this.browser.submit("/account/password", "password", PASSWORD, "newPassword", "another long password"))
			.isEqualTo("200 /account");
		assertThat(this.browser.submit("/account/email", "email", "new-" + this.email))
			.isEqualTo("200 /account/email/verify");
		assertThat(this.browser.submit("/account/email/verify", "code", code("new-" + this.email)))
			.isEqualTo("200 /account");
		assertThat(Objects.requireNonNull(server.bean(UserService.class).getByEmail("new-" + this.email).block())
			.emailVerified()).isTrue();
		assertThat(this.browser.open("/")).startsWith("200 home of ");
	}

	@Test
	void accountAsksForAFreshProof() {
		signUp();
		server.clock().advance(Duration.ofMinutes(10));
		assertThat(
				this.browser.submit("/account/password", "password", PASSWORD, "newPassword", "another long password"))
			.isEqualTo("303 /log-in/step-up");
		assertThat(this.browser.submit("/log-in/step-up", "password", PASSWORD)).isEqualTo("303 /");
		server.clock().advance(Duration.ofSeconds(30));
		assertThat(
				this.browser.submit("/account/password", "password", PASSWORD, "newPassword", "another long password"))
			.isEqualTo("200 /account");
	}

	@Test
	void dataIsDownloadedAfterAFreshProofAndKeptNowhere() {
		signUp();
		enrol();
		server.anonymousClient()
			.get()
			.uri("/account/data")
			.accept(MediaType.TEXT_HTML, MediaType.ALL)
			.cookie("SESSION", String.valueOf(this.browser.session()))
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON)
			.expectHeader()
			.valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
			.expectHeader()
			.valueEquals(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"")
			.expectBody()
			.jsonPath("$.account.email")
			.isEqualTo(this.email)
			.jsonPath("$.account.emailVerified")
			.isEqualTo(true)
			.jsonPath("$.authenticators.length()")
			.isEqualTo(1);
		server.clock().advance(Duration.ofMinutes(10));
		assertThat(this.browser.open("/account/data")).isEqualTo("303 /log-in/step-up");
		Browser stranger = new Browser(server.anonymousClient(), "/log-in");
		assertThat(stranger.open("/account/data")).isEqualTo("303 /log-in");
	}

	@Test
	void emailedCodeIsOneFactor() {
		signUp();
		Authenticator authenticator = enrol();
		server.clock().advance(Duration.ofMinutes(1));
		Browser elsewhere = new Browser(server.anonymousClient(), "/log-in");
		assertThat(elsewhere.submit("/log-in/code", "email", this.email)).isEqualTo("303 /log-in/code/answer");
		String code = code(this.email);
		Browser thief = new Browser(server.anonymousClient(), "/log-in");
		assertThat(thief.submit("/log-in/code/answer", "code", code))
			.isEqualTo("303 /log-in/code/answer?error=invalid-request");
		assertThat(elsewhere.submit("/log-in/code/answer", "code", code)).isEqualTo("303 /log-in/second-factor");
		assertThat(elsewhere.open("/")).isEqualTo("303 /log-in/second-factor");
		assertThat(elsewhere.submit("/log-in/second-factor", "code", authenticator.code())).isEqualTo("303 /");
		assertThat(elsewhere.open("/")).startsWith("200 home of ");
	}

	@Test
	void isWrittenInAtMost120LinesOfCode() throws IOException {
		List<String> lines = new ArrayList<>();
		for (String type : List.of("ShopSecurity", "ShopAccounts")) {
			lines.addAll(Files.readAllLines(Path.of("src/test/java/dev/faroe/shop/" + type + ".java")));
		}
		assertThat(lines.stream()
			.filter((line) -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package ")))
			.hasSizeLessThanOrEqualTo(120);
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		SentMessages sentMessages() {
			return new SentMessages();
		}

		@Bean
		RouterFunction<ServerResponse> home() {
			return RouterFunctions.route()
				.GET("/",
						(request) -> request.principal()
							.cast(Authentication.class)
							.map((logIn) -> ((FaroeUserDetails) logIn.getPrincipal()).getEmail())
							.flatMap((email) -> ServerResponse.ok().bodyValue("home of " + email)))
				.build();
		}

	}

}

package dev.faroe.host;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log-in of an application with one page, which speaks JSON.
 */
class JsonLogInTests {

	private static final String PASSWORD = "a long enough password";

	private static FaroeServer server;

	private static int users;

	private final User user = Objects.requireNonNull(
			server.bean(UserService.class).create("json%d@example.com".formatted(++users), PASSWORD, null).block());

	private @Nullable String session;

	@BeforeAll
	static void start() {
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { StepsHost.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", "faroe.security.log-in.path=/api/session",
				"faroe.security.log-in.pages.log-in=/app", "faroe.security.log-in.pages.second-factor=/app/code",
				"faroe.security.log-in.after-log-in=/app/home");
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

	private EntityExchangeResult<String> send(HttpMethod method, String path, @Nullable String csrf,
			Map<String, ?> body) {
		var request = server.anonymousClient().method(method).uri(path).accept(MediaType.APPLICATION_JSON);
		if (this.session != null) {
			request.cookie("SESSION", this.session);
		}
		if (csrf != null) {
			request.header("X-CSRF-TOKEN", csrf);
			request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
		}
		EntityExchangeResult<String> result = request.exchange().expectBody(String.class).returnResult();
		var cookie = result.getResponseCookies().getFirst("SESSION");
		if (cookie != null) {
			this.session = cookie.getValue();
		}
		return result;
	}

	private JsonNode state() {
		return json(send(HttpMethod.GET, "/api/session/state", null, Map.of()));
	}

	private EntityExchangeResult<String> post(String path, String... namesAndValues) {
		Map<String, String> body = new LinkedHashMap<>();
		for (int index = 0; index < namesAndValues.length; index += 2) {
			body.put(namesAndValues[index], namesAndValues[index + 1]);
		}
		return send(HttpMethod.POST, path, state().get("csrf_token").stringValue(), body);
	}

	private static JsonNode json(EntityExchangeResult<String> result) {
		return JsonMapper.shared().readTree(result.getResponseBody());
	}

	private EntityExchangeResult<String> logIn() {
		return post("/api/session", "email", String.valueOf(this.user.email()), "password", PASSWORD);
	}

	@Test
	void tellsWhereTheLogInStands() {
		assertThat(state().get("next").stringValue()).isEqualTo("log-in");
		Authenticator authenticator = new Authenticator(server.clock());
		server.bean(TotpService.class)
			.register(this.user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		assertThat(json(logIn()))
			.isEqualTo(JsonMapper.shared().readTree("{\"next\":\"second-factor\",\"location\":\"/app/code\"}"));
		assertThat(state().get("authenticated").booleanValue()).isFalse();
		assertThat(state().get("next").stringValue()).isEqualTo("second-factor");
		assertThat(json(post("/api/session/second-factor", "code", authenticator.code())))
			.isEqualTo(JsonMapper.shared().readTree("{\"next\":\"done\",\"location\":\"/app/home\"}"));
		assertThat(state().get("authenticated").booleanValue()).isTrue();
		assertThat(json(post("/api/session/out")).get("location").stringValue()).isEqualTo("/app?logged-out");
		assertThat(state().get("authenticated").booleanValue()).isFalse();
	}

	@Test
	void tellsWhatIsWrongWithAKeyAndASentence() {
		EntityExchangeResult<String> wrong = post("/api/session", "email", String.valueOf(this.user.email()),
				"password", "a wrong password");
		assertThat(wrong.getStatus().value()).isEqualTo(401);
		assertThat(json(wrong).get("error").stringValue()).isEqualTo("incorrect-credentials");
		assertThat(json(wrong).get("field").stringValue()).isEqualTo("password");
		assertThat(json(wrong).get("message").stringValue()).isEqualTo("The email address or the password is wrong.");
		assertThat(wrong.getResponseHeaders().getCacheControl()).contains("no-store");
	}

	@Test
	void tellsWhatIsMissingInsteadOfRedirecting() {
		EntityExchangeResult<String> refused = send(HttpMethod.GET, "/page", null, Map.of());
		assertThat(refused.getStatus().value()).isEqualTo(401);
		assertThat(json(refused).get("next").stringValue()).isEqualTo("log-in");
		assertThat(json(refused).get("location").stringValue()).isEqualTo("/app");
		logIn();
		server.clock().advance(Duration.ofMinutes(10));
		assertThat(json(send(HttpMethod.GET, "/fresh", null, Map.of())).get("next").stringValue()).isEqualTo("step-up");
	}

	@Test
	void refusesWhatIsNoObjectOfTexts() {
		String csrf = state().get("csrf_token").stringValue();
		for (String body : new String[] { "", "[]", "nonsense", "{\"email\":1,\"password\":[]}" }) {
			int status = server.anonymousClient()
				.post()
				.uri("/api/session")
				.cookie("SESSION", String.valueOf(this.session))
				.header("X-CSRF-TOKEN", csrf)
				.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
				.bodyValue(body)
				.exchange()
				.expectBody(String.class)
				.returnResult()
				.getStatus()
				.value();
			assertThat(status).as(body).isEqualTo(400);
		}
	}

	@Test
	void leavesThePagesOfTheApplicationToTheApplication() {
		Browser browser = new Browser(server.anonymousClient(), "/api/session");
		assertThat(browser.open("/page")).isEqualTo("303 /app");
		assertThat(browser.open("/api/session")).startsWith("200 nobody");
	}

}

package dev.faroe.host;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.login.FaroeUserDetails;
import dev.faroe.login.SecondFactorRequiredException;
import dev.faroe.test.MutableClock;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application on the servlet stack whose users are Faroe's, behind a proxy on the same
 * machine. It has nothing of Spring Security but its defaults.
 */
class ServletLogInHostTests {

	private static final String PASSWORD = "a long enough password";

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static ConfigurableApplicationContext context;

	private static int clients;

	@BeforeAll
	static void start() {
		context = start("spring.main.banner-mode=off");
	}

	private static ConfigurableApplicationContext start(String property) {
		List<String> all = new ArrayList<>(TestDatabase.H2.create());
		all.addAll(List.of("server.port=0", "server.address=127.0.0.1", "faroe.r2dbc.initialize-schema=always",
				"faroe.password.breach-check.enabled=false", "faroe.password.argon2.memory=64KB",
				"faroe.security.authentication-manager.enabled=true", "faroe.client-address.trusted-proxies=127.0.0.1",
				"spring.autoconfigure.exclude=" + SessionDataRedisAutoConfiguration.class.getName(), property));
		return new SpringApplicationBuilder(Host.class).web(WebApplicationType.SERVLET)
			.run(all.stream().map((one) -> "--" + one).toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	private static User createUser(ConfigurableApplicationContext application, String email) {
		return Objects.requireNonNull(application.getBean(UserService.class).create(email, PASSWORD, null).block());
	}

	private static void addSecondFactor(ConfigurableApplicationContext application, User user) {
		Authenticator authenticator = new Authenticator(application.getBean(MutableClock.class));
		application.getBean(TotpService.class)
			.register(user.id(), TotpKey.ofBase64(authenticator.key()), authenticator.code())
			.block();
	}

	private static HttpRequest.Builder request(String path, String clientAddress) {
		return HttpRequest
			.newBuilder(
					URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path))
			.header("X-Forwarded-For", "203.0.113.1, " + clientAddress);
	}

	private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
		return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpResponse<String> basic(String email, String password, String clientAddress) throws Exception {
		String credentials = Base64.getEncoder()
			.encodeToString((email + ":" + password).getBytes(StandardCharsets.UTF_8));
		return send(HttpClient.newHttpClient(),
				request("/page", clientAddress).header("Authorization", "Basic " + credentials));
	}

	private static String newClient() {
		return "198.51.100." + ++clients;
	}

	private static String submit(HttpClient client, String email, String password) throws Exception {
		String address = newClient();
		Matcher csrf = CSRF.matcher(send(client, request("/login", address)).body());
		assertThat(csrf.find()).isTrue();
		String form = "username=" + encode(email) + "&password=" + encode(password) + "&_csrf=" + encode(csrf.group(1));
		HttpResponse<String> response = send(client,
				request("/login", address).header("Content-Type", "application/x-www-form-urlencoded")
					.POST(HttpRequest.BodyPublishers.ofString(form)));
		return response.headers().firstValue("Location").orElse("").replaceFirst("^http://[^/]*", "");
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Test
	void usersLogInWithTheForm() throws Exception {
		User user = createUser(context, "ann@example.com");
		HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
		assertThat(submit(browser, "ann@example.com", "wrong")).isEqualTo("/login?error");
		assertThat(submit(browser, "nobody@example.com", PASSWORD)).isEqualTo("/login?error");
		assertThat(submit(browser, "Ann@Example.com", PASSWORD)).startsWith("/").doesNotContain("error");
		assertThat(send(browser, request("/page", newClient())).body()).isEqualTo(user.id());
	}

	@Test
	void usersLogInWithHttpBasic() throws Exception {
		User user = createUser(context, "bob@example.com");
		HttpResponse<String> response = basic("bob@example.com", PASSWORD, newClient());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(user.id());
		assertThat(basic("bob@example.com", "wrong", newClient()).statusCode()).isEqualTo(401);
	}

	@Test
	void failuresAreCountedForTheAddressThatTheProxySaw() throws Exception {
		createUser(context, "carol@example.com");
		String attacker = newClient();
		for (int count = 0; count < 5; count++) {
			assertThat(basic("carol@example.com", "wrong", attacker).statusCode()).isEqualTo(401);
		}
		assertThat(basic("carol@example.com", PASSWORD, attacker).statusCode()).as("locked out").isEqualTo(401);
		assertThat(basic("carol@example.com", PASSWORD, newClient()).statusCode()).isEqualTo(200);
	}

	@Test
	void aPasswordAloneDoesNotLogInAUserWithASecondFactor() throws Exception {
		User user = createUser(context, "dan@example.com");
		addSecondFactor(context, user);
		assertThat(basic("dan@example.com", PASSWORD, newClient()).statusCode()).isEqualTo(401);
		assertThatExceptionOfType(SecondFactorRequiredException.class)
			.isThrownBy(() -> authenticate(context, "dan@example.com"))
			.satisfies((ex) -> assertThat(ex.getUserId()).isEqualTo(user.id()));
	}

	@Test
	void theApplicationCanAskForTheSecondFactorItself() {
		try (ConfigurableApplicationContext allowing = start(
				"faroe.security.authentication-manager.second-factor=allow")) {
			addSecondFactor(allowing, createUser(allowing, "dan@example.com"));
			Authentication answer = authenticate(allowing, "dan@example.com");
			assertThat(answer.getPrincipal()).isInstanceOfSatisfying(FaroeUserDetails.class,
					(user) -> assertThat(user.getSecondFactors()).containsExactly("totp"));
			assertThat(answer.getCredentials()).isNull();
		}
	}

	private static Authentication authenticate(ConfigurableApplicationContext application, String email) {
		return Objects.requireNonNull(application.getBean(AuthenticationProvider.class)
			.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(email, PASSWORD)));
	}

	@EnableAutoConfiguration
	static class Host {

		@Bean
		MutableClock clock() {
			return new MutableClock();
		}

		@Bean
		RouterFunction<ServerResponse> page() {
			return RouterFunctions.route()
				.GET("/page",
						(request) -> ServerResponse.ok()
							.body(request.principal()
								.map((user) -> ((FaroeUserDetails) ((Authentication) user).getPrincipal()).getUserId())
								.orElse("nobody")))
				.build();
		}

	}

}

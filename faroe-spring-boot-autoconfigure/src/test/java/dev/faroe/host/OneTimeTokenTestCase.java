package dev.faroe.host;

import java.security.Principal;
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

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.reactive.ReactiveOneTimeTokenService;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.ott.ServerRedirectOneTimeTokenGenerationSuccessHandler;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with the log-in of Spring Security with one-time tokens.
 */
abstract class OneTimeTokenTestCase {

	static final String PASSWORD = "a long enough password";

	static final String FAILED = "302 /login?error";

	static @Nullable FaroeServer server;

	static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	final User user = createUser(true);

	final String email = String.valueOf(this.user.email());

	final Browser browser = browser();

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { Host.class }, FaroeServer.WITH_SPRING_SECURITY,
				"faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.one-time-tokens.enabled=true", "faroe.flows.enabled=true",
				"faroe.delivery.enabled=true", "faroe.flows.failure-time=1ms",
				"faroe.flows.link-base=https://shop.example", "faroe.rate-limit.password-hashing.capacity=1000",
				"faroe.rate-limit.password-hashing.period=1s");
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
		return new Browser(server().anonymousClient());
	}

	static User createUser(boolean verified) {
		User user = Objects.requireNonNull(server().bean(UserService.class)
			.create("token%d@example.com".formatted(++users), PASSWORD, null)
			.block());
		if (verified) {
			EmailVerificationService verifications = server().bean(EmailVerificationService.class);
			String code = Objects.requireNonNull(verifications.create(user.id()).block()).code().value();
			verifications.verify(user.id(), code).block();
		}
		return user;
	}

	static ReactiveOneTimeTokenService tokens() {
		return server().bean(ReactiveOneTimeTokenService.class);
	}

	static OneTimeToken generate(@Nullable String email) {
		return Objects
			.requireNonNull(tokens().generate(new GenerateOneTimeTokenRequest(String.valueOf(email))).block());
	}

	static OneTimeToken consume(String token) {
		return Objects.requireNonNull(tokens().consume(new OneTimeTokenAuthenticationToken(token)).block());
	}

	CodeMessage ask() {
		assertThat(this.browser.submit("/ott/generate", "username", this.email)).isEqualTo("302 /login/ott");
		return server().bean(SentMessages.class).next(this.email);
	}

	static String token(CodeMessage message) {
		return Objects.requireNonNull(message.code()).value();
	}

	static String logIn(Browser browser, String token) {
		return browser.submit("/login/ott", "token", token);
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		SentMessages sentMessages() {
			return new SentMessages();
		}

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((authorize) -> authorize.anyExchange().authenticated())
				.formLogin(Customizer.withDefaults())
				.oneTimeTokenLogin((tokens) -> tokens.tokenGenerationSuccessHandler(
						new ServerRedirectOneTimeTokenGenerationSuccessHandler("/login/ott")))
				.build();
		}

		@Bean
		RouterFunction<ServerResponse> page() {
			return RouterFunctions.route()
				.GET("/page",
						(request) -> request.principal()
							.map(Principal::getName)
							.flatMap(ServerResponse.ok()::bodyValue))
				.build();
		}

	}

}

package dev.faroe.host;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.accountstate.SessionEndingChange;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.flow.SentMessages;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.InvalidOneTimeTokenException;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.reactive.ReactiveOneTimeTokenService;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.ott.ServerRedirectOneTimeTokenGenerationSuccessHandler;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The log-in of Spring Security with one-time tokens, for Faroe's users.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(TestDatabase.class)
class OneTimeTokenTests {

	private static final String PASSWORD = "a long enough password";

	private static final String FAILED = "302 /login?error";

	private static @Nullable FaroeServer server;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private final User user = createUser(true);

	private final String email = String.valueOf(this.user.email());

	private final Browser browser = browser();

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

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static Browser browser() {
		return new Browser(server().anonymousClient());
	}

	private static User createUser(boolean verified) {
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

	private static ReactiveOneTimeTokenService tokens() {
		return server().bean(ReactiveOneTimeTokenService.class);
	}

	private static OneTimeToken generate(@Nullable String email) {
		return Objects
			.requireNonNull(tokens().generate(new GenerateOneTimeTokenRequest(String.valueOf(email))).block());
	}

	private static OneTimeToken consume(String token) {
		return Objects.requireNonNull(tokens().consume(new OneTimeTokenAuthenticationToken(token)).block());
	}

	private CodeMessage ask() {
		assertThat(this.browser.submit("/ott/generate", "username", this.email)).isEqualTo("302 /login/ott");
		return server().bean(SentMessages.class).next(this.email);
	}

	private static String token(CodeMessage message) {
		return Objects.requireNonNull(message.code()).value();
	}

	private static String logIn(Browser browser, String token) {
		return browser.submit("/login/ott", "token", token);
	}

	@Test
	void logsIn() {
		String token = token(ask());
		assertThat(token).matches("[a-z2-9]{24}[A-Z2-9]{8}");
		assertThat(this.browser.open("/page")).startsWith("302 /login");
		assertThat(logIn(this.browser, token)).isEqualTo("302 /page");
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
	}

	@Test
	void asksBeforeALinkLogsIn() {
		CodeMessage message = ask();
		String link = String.valueOf(message.link());
		assertThat(link).isEqualTo("https://shop.example/login/ott?token=" + token(message));
		String path = link.substring("https://shop.example".length());
		for (int time = 0; time < 10; time++) {
			for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
				server().anonymousClient().method(method).uri(path).exchange();
			}
		}
		server().anonymousClient()
			.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Referrer-Policy", "no-referrer");
		assertThat(this.browser.open("/page")).startsWith("302 /login");
		assertThat(logIn(this.browser, token(message))).isEqualTo("302 /page");
	}

	@Test
	void writesMailsInTheLanguageOfTheRequest() {
		WebTestClient german = server().anonymousClient().mutate().defaultHeader("Accept-Language", "de").build();
		this.browser.at(german);
		assertThat(ask().locale().getLanguage()).isEqualTo("de");
	}

	@ParameterizedTest
	@EnumSource(value = SessionEndingChange.class,
			names = { "PASSWORD.*", "EMAIL.*", "FACTOR_ADDED", "DISABLING", "END_OF_SESSIONS" },
			mode = EnumSource.Mode.MATCH_ANY)
	void beginsSessionsThatEnd(SessionEndingChange change) {
		assertThat(logIn(this.browser, token(ask()))).isEqualTo("302 /");
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
		change.make(server(), this.user).block();
		assertThat(this.browser.open("/page")).startsWith("302 /login");
	}

	@ParameterizedTest
	@EnumSource(value = SessionEndingChange.class, names = { "PASSWORD.*", "EMAIL.*", "DISABLING" },
			mode = EnumSource.Mode.MATCH_ANY)
	void areVoidAfterAChangeOfTheAccount(SessionEndingChange change) {
		String token = token(ask());
		change.make(server(), this.user).block();
		assertThat(logIn(this.browser, token)).isEqualTo(FAILED);
	}

	@Test
	void workOnce() {
		String token = token(ask());
		assertThat(logIn(this.browser, token)).isEqualTo("302 /");
		Browser other = browser();
		assertThat(logIn(other, token)).isEqualTo(FAILED);
		assertThat(other.open("/page")).startsWith("302 /login");
	}

	@Test
	void workOnceOfManyTimesAtOnce() {
		String token = token(ask());
		List<Browser> browsers = IntStream.range(0, 20).mapToObj((index) -> browser()).toList();
		List<String> answers = browsers.parallelStream().map((each) -> logIn(each, token)).toList();
		assertThat(answers).containsOnly("302 /", FAILED).filteredOn("302 /"::equals).hasSize(1);
	}

	@Test
	void workForTenMinutesWhateverWasAskedFor() {
		OneTimeToken token = Objects
			.requireNonNull(tokens().generate(new GenerateOneTimeTokenRequest(this.email, Duration.ofDays(1))).block());
		assertThat(token.getExpiresAt()).isEqualTo(server().clock().instant().plus(Duration.ofMinutes(10)));
		server().clock().advance(Duration.ofMinutes(10));
		assertThatExceptionOfType(InvalidOneTimeTokenException.class).isThrownBy(() -> consume(token.getTokenValue()));
	}

	@Test
	void areWorthNothingForWhoMustNotLogIn() {
		User disabled = createUser(true);
		server().bean(AccountStateService.class).disable(disabled.id(), null).block();
		OneTimeToken real = generate(this.email);
		server().bean(SentMessages.class).next(this.email);
		for (String email : List.of("nobody@example.com", String.valueOf(createUser(false).email()),
				String.valueOf(disabled.email()))) {
			OneTimeToken token = generate(email.toUpperCase(Locale.ROOT));
			assertThat(token.getUsername()).isEqualTo(email);
			assertThat(token.getTokenValue()).matches("[a-z2-9]{24}[A-Z2-9]{8}");
			assertThat(token.getExpiresAt()).isEqualTo(real.getExpiresAt());
			assertThatExceptionOfType(InvalidOneTimeTokenException.class)
				.isThrownBy(() -> consume(token.getTokenValue()));
			assertThat(browser().submit("/ott/generate", "username", email)).isEqualTo("302 /login/ott");
		}
		// Messages are sent in turn: one to the others would have come by then.
		generate(this.email);
		assertThat(server().bean(SentMessages.class).any().email()).isEqualTo(this.email);
	}

	@Test
	void takeFiveGuesses() {
		String token = generate(this.email).getTokenValue();
		String guess = token.substring(0, 24) + (token.endsWith("A") ? "BBBBBBBB" : "AAAAAAAA");
		for (int time = 0; time < 5; time++) {
			assertThatExceptionOfType(InvalidOneTimeTokenException.class).isThrownBy(() -> consume(guess));
		}
		assertThatExceptionOfType(InvalidOneTimeTokenException.class).isThrownBy(() -> consume(token));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "token", "' OR 1=1 --", "abcdefghijkmnpqrstuvwxyzABCDEFGH",
			"ABCDEFGHABCDEFGHABCDEFGHABCDEFGH", "ab cdefghijkmnpqrstuvwxyz23456789" })
	void areNothingElse(String text) {
		assertThat(logIn(this.browser, text)).isEqualTo(FAILED);
		assertThatExceptionOfType(InvalidOneTimeTokenException.class).isThrownBy(() -> consume(text));
	}

	@Test
	void areNotEnoughForWhoHasASecondFactor() {
		Authenticator authenticator = new Authenticator(server().clock());
		server().bean(TotpService.class)
			.register(this.user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		String token = token(ask());
		assertThat(logIn(this.browser, token)).isEqualTo(FAILED);
		assertThat(this.browser.open("/page")).startsWith("302 /login");
	}

	@Test
	void areLimitedByAddress() {
		List<String> answers = IntStream.range(0, 50)
			.mapToObj(
					(index) -> this.browser.submit("/ott/generate", "username", "flood%d@example.com".formatted(index)))
			.toList();
		assertThat(answers.get(0)).isEqualTo("302 /login/ott");
		assertThat(answers.get(49)).startsWith("429 ");
		assertThat(this.browser.submit("/ott/generate", "username", "no address")).startsWith("400 ");
	}

	@Test
	void areStoredAsHashes() {
		String token = generate(this.email).getTokenValue();
		String stored = server().database()
			.sql("SELECT code_hash FROM faroe_log_in_request WHERE id = :id")
			.bind("id", token.substring(0, 24))
			.map((row) -> String.valueOf(row.get(0, String.class)))
			.one()
			.block();
		assertThat(stored).startsWith("$argon2id$").doesNotContain(token.substring(24));
	}

	@Test
	void nameUsersByTheirIds() {
		assertThat(consume(generate(this.email).getTokenValue()).getUsername()).isEqualTo(this.user.id());
		ReactiveUserDetailsService details = server().bean(ReactiveUserDetailsService.class);
		assertThat(details.findByUsername(this.user.id()).block()).isEqualTo(details.findByUsername(this.email).block())
			.isNotNull();
		assertThat(details.findByUsername("a".repeat(24)).block()).isNull();
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

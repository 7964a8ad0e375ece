package dev.faroe.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.faroe.login.Factor;
import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.login.step.FaroeLogIn;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.security.web.server.savedrequest.ServerRequestCache;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Visitors who are known by cookies, in an application that gives its chain what the
 * library has for that.
 */
@Tag("one-jdk")
class VisitorTests {

	private static final String PASSWORD = "a long enough password";

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static @Nullable FaroeServer server;

	private final Map<String, String> cookies = new LinkedHashMap<>();

	@BeforeAll
	static void start() {
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { Shop.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.security.log-in.enabled=true",
				"faroe.security.visitors.in-cookies=true", "server.forward-headers-strategy=framework",
				"faroe.security.log-in.verified-only=false");
		server.bean(UserService.class).create("visitor@example.com", PASSWORD, null).block();
	}

	@AfterAll
	static void stop() {
		server().close();
	}

	private static FaroeServer server() {
		if (server == null) {
			throw new IllegalStateException("There is no server");
		}
		return server;
	}

	@Test
	void beginTheirSessionWithTheLogInAndGoOnToTheirPage() {
		assertThat(where(get("/page"))).isEqualTo("303 /log-in");
		get("/log-in");
		assertThat(this.cookies).containsOnlyKeys("REDIRECT_URI", "XSRF-TOKEN");
		assertThat(where(logIn(HttpHeaders.ACCEPT_LANGUAGE, "en"))).isEqualTo("303 /page");
		assertThat(this.cookies).containsKey("SESSION");
		assertThat(get("/page").getResponseBody()).isEqualTo("a page");
		assertThat(this.cookies).doesNotContainKey("REDIRECT_URI");
	}

	/**
	 * The proof has taken the token of the request away.
	 */
	@Test
	void canSendTheFormOfThePageThatAnswersAProof() {
		get("/log-in");
		logIn(HttpHeaders.ACCEPT_LANGUAGE, "en");
		String before = this.cookies.get("SESSION");
		String token = token(send(client().post().uri("/prove").body(BodyInserters.fromFormData("_csrf", token()))));
		assertThat(this.cookies.get("SESSION")).isNotEqualTo(before);
		assertThat(where(send(client().post().uri("/log-in/out").body(BodyInserters.fromFormData("_csrf", token)))))
			.isEqualTo("303 /log-in?logged-out");
	}

	@Test
	void areToldOneTokenByAnAnswer() {
		get("/log-in");
		logIn(HttpHeaders.ACCEPT_LANGUAGE, "en");
		assertThat(send(client().post().uri("/prove").body(BodyInserters.fromFormData("_csrf", token())))
			.getResponseCookies()
			.get("XSRF-TOKEN")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site" })
	void areNotLoggedInByAFormOfAnotherSite(String site) {
		get("/log-in");
		assertThat(logIn("Sec-Fetch-Site", site).getStatus().value()).isEqualTo(303);
		assertThat(this.cookies).doesNotContainKey("SESSION");
		assertThat(where(get("/page"))).isEqualTo("303 /log-in");
	}

	@Test
	void haveCookiesThatNeedTlsWhereTheirBrowserSpeaksIt() {
		assertThat(send(client().get().uri("/log-in")).getResponseCookies().getFirst("XSRF-TOKEN"))
			.matches((cookie) -> !cookie.isSecure());
		this.cookies.clear();
		send(overTls(client().get().uri("/log-in")));
		assertThat(this.cookies).doesNotContainKey("XSRF-TOKEN");
	}

	/**
	 * Browsers take a cookie with this name only with these attributes.
	 */
	@Test
	void haveCookiesThatNoOtherHostCanSetWithTls() {
		assertThat(send(overTls(client().get().uri("/log-in"))).getResponseCookies().getFirst("__Host-XSRF-TOKEN"))
			.satisfies((cookie) -> {
				assertThat(cookie.isSecure()).isTrue();
				assertThat(cookie.getPath()).isEqualTo("/");
				assertThat(cookie.getDomain()).isNull();
			});
	}

	@ParameterizedTest
	@CsvSource({ "__Host-XSRF-TOKEN, true", "XSRF-TOKEN, false" })
	void areLoggedInWithTlsByTheTokenInACookieOfThisHostAlone(String name, boolean loggedIn) {
		String token = token(send(overTls(client().get().uri("/log-in"))));
		this.cookies.put(name, this.cookies.remove("__Host-XSRF-TOKEN"));
		send(overTls(client().post().uri("/log-in")).body(BodyInserters.fromFormData("email", "visitor@example.com")
			.with("password", PASSWORD)
			.with("_csrf", token)));
		assertThat(this.cookies.containsKey("SESSION")).isEqualTo(loggedIn);
	}

	private static <T extends WebTestClient.RequestHeadersSpec<?>> T overTls(T request) {
		request.header("X-Forwarded-Proto", "https");
		return request;
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data", "multipart/form-data; boundary=x" })
	void areTheOnesAtFaultForAFormThatCannotBeRead(String type) {
		get("/log-in");
		assertThat(post("/log-in", type, "email=a%40example.com").getStatus().value()).isLessThan(500);
	}

	@Test
	void areTheOnesAtFaultForAFormThatIsTooLarge() {
		get("/log-in");
		assertThat(
				post("/log-in", MediaType.APPLICATION_FORM_URLENCODED_VALUE, "email=" + "a".repeat(300_000)).getStatus()
					.value())
			.isEqualTo(413);
	}

	@Test
	void doNotFillTheLogWithFormsThatCannotBeRead() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		logger.addAppender(log);
		try {
			areTheOnesAtFaultForAFormThatIsTooLarge();
			areTheOnesAtFaultForAFormThatCannotBeRead("multipart/form-data");
			post("/log-in", MediaType.APPLICATION_FORM_URLENCODED_VALUE, "email=%XX&_csrf=%X");
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).noneMatch((event) -> event.getLevel().isGreaterOrEqual(Level.WARN));
	}

	private EntityExchangeResult<String> logIn(String header, String value) {
		return send(client().post()
			.uri("/log-in")
			.header(header, value)
			.body(BodyInserters.fromFormData("email", "visitor@example.com")
				.with("password", PASSWORD)
				.with("_csrf", token())));
	}

	private String token() {
		return token(get("/log-in"));
	}

	private static String token(EntityExchangeResult<String> page) {
		Matcher token = TOKEN.matcher(String.valueOf(page.getResponseBody()));
		assertThat(token.find()).isTrue();
		return token.group(1);
	}

	private EntityExchangeResult<String> post(String path, String type, String body) {
		return send(client().post().uri(path).header(HttpHeaders.CONTENT_TYPE, type).bodyValue(body));
	}

	private EntityExchangeResult<String> get(String path) {
		return send(client().get().uri(path));
	}

	private static WebTestClient client() {
		return server().anonymousClient();
	}

	private EntityExchangeResult<String> send(WebTestClient.RequestHeadersSpec<?> request) {
		this.cookies.forEach(request::cookie);
		EntityExchangeResult<String> result = request.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectBody(String.class)
			.returnResult();
		result.getResponseCookies().forEach((name, values) -> {
			if (values.get(0).getMaxAge().isZero()) {
				this.cookies.remove(name);
			}
			else {
				this.cookies.put(name, values.get(0).getValue());
			}
		});
		return result;
	}

	private static String where(EntityExchangeResult<String> result) {
		return result.getStatus().value() + " " + result.getResponseHeaders().getFirst(HttpHeaders.LOCATION);
	}

	@Import(FaroeServer.Host.class)
	static class Shop {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http, FaroeLogIn logIn, FaroeAuthorization authorization,
				ServerCsrfTokenRepository tokens, ServerRequestCache requests) {
			return http.authorizeExchange((authorize) -> authorize.anyExchange().access(authorization.complete()))
				.csrf((csrf) -> csrf.csrfTokenRepository(tokens))
				.requestCache((cache) -> cache.requestCache(requests))
				.exceptionHandling(logIn::handleExceptions)
				.build();
		}

		@Bean
		RouterFunction<ServerResponse> pages(FaroeSessions sessions) {
			return RouterFunctions.route()
				.GET("/page", (request) -> ServerResponse.ok().bodyValue("a page"))
				.POST("/prove", (request) -> prove(request, sessions))
				.build();
		}

		private static Mono<ServerResponse> prove(ServerRequest request, FaroeSessions sessions) {
			return sessions.current(request.exchange())
				.flatMap((logIn) -> sessions.prove(request.exchange(), logIn.getPrincipal(), Factor.PASSWORD))
				.then(Mono
					.defer(() -> request.exchange().<Mono<CsrfToken>>getRequiredAttribute(CsrfToken.class.getName())))
				.flatMap((csrf) -> ServerResponse.ok()
					.bodyValue("<input name=\"_csrf\" value=\"" + csrf.getToken() + "\">"));
		}

	}

}

package dev.faroe.host;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

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

import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The link in the mail with a code to log in with: it logs in the browser in which it was
 * asked for, when the user says so, and no other.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(TestDatabase.class)
class LogInLinkTests {

	private static final String PASSWORD = "a long enough password";

	private static final String ANSWER = "/log-in/code/answer";

	private static final String WRONG = "303 /log-in/code/answer?error=incorrect-code&field=code";

	private static final String ELSEWHERE = "only in the browser in which you asked for it";

	private static @Nullable FaroeServer server;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private User user = createUser();

	private final Browser browser = browser();

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

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static Browser browser() {
		return new Browser(server().anonymousClient(), "/log-in");
	}

	private static User createUser() {
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
	private String ask(Browser browser) {
		assertThat(browser.submit("/log-in/code", "email", String.valueOf(this.user.email())))
			.isEqualTo("303 " + ANSWER);
		String link = String.valueOf(message().link());
		assertThat(link).matches("https://shop\\.example/app/log-in/code/link\\?code=[A-Z2-9]{8}");
		return link.substring("https://shop.example/app".length());
	}

	private CodeMessage message() {
		return server().bean(SentMessages.class).next(String.valueOf(this.user.email()));
	}

	private static String code(String link) {
		return link.substring(link.length() - 8);
	}

	/**
	 * Say yes on the page of a link.
	 */
	private String confirm(Browser browser, String link) {
		String page = browser.open(link);
		assertThat(page).startsWith("200 ")
			.contains("action=\"" + ANSWER + "\"")
			.contains("name=\"code\" type=\"hidden\" value=\"" + code(link) + "\"");
		return browser.submit(ANSWER, "code", code(link));
	}

	private void assertNobodyIn(Browser browser) {
		assertThat(browser.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void logsInTheBrowserThatAskedWhenTheUserSaysSo() {
		assertNobodyIn(this.browser);
		String link = ask(this.browser);
		assertThat(this.browser.open(link)).contains("<button");
		assertNobodyIn(this.browser);
		String before = String.valueOf(this.browser.session());
		assertThat(confirm(this.browser, link)).isEqualTo("303 /page");
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
		assertThat(this.browser.session()).isNotEqualTo(before);
	}

	@Test
	void hasTheCodeOfTheMail() {
		this.browser.submit("/log-in/code", "email", String.valueOf(this.user.email()));
		CodeMessage message = message();
		assertThat(String.valueOf(message.link())).endsWith("?code=" + Objects.requireNonNull(message.code()).value());
		assertThat(message.toString()).doesNotContain("code=");
	}

	@Test
	void isOnlyHalfALogInForWhoHasASecondFactor() {
		Authenticator authenticator = new Authenticator(server().clock());
		server().bean(TotpService.class)
			.register(this.user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		server().clock().advance(Duration.ofSeconds(30));
		assertThat(confirm(this.browser, ask(this.browser))).isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.open("/authenticated")).isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.submit("/log-in/second-factor", "code", authenticator.code()))
			.isEqualTo("303 /authenticated");
	}

	@Test
	void canBeOpenedByProgramsAnyNumberOfTimes() {
		String link = ask(this.browser);
		for (int time = 0; time < 20; time++) {
			for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
				server().anonymousClient()
					.method(method)
					.uri(link)
					.exchange()
					.expectStatus()
					.isOk()
					.expectCookie()
					.doesNotExist("SESSION");
			}
			assertThat(this.browser.open(link)).contains("<form");
		}
		assertThat(attempts()).isEqualTo("0 0");
		assertThat(confirm(this.browser, link)).isEqualTo("303 /");
	}

	private String attempts() {
		return Objects.requireNonNull(server().database()
			.sql("SELECT attempts, failed_attempts FROM faroe_log_in_request WHERE user_id = :id")
			.bind("id", this.user.id())
			.map((row) -> row.get(0, Integer.class) + " " + row.get(1, Integer.class))
			.one()
			.block());
	}

	@Test
	void tellsNobodyOfTheCode() {
		server().anonymousClient()
			.get()
			.uri(ask(this.browser))
			.exchange()
			.expectHeader()
			.valueEquals("Referrer-Policy", "no-referrer")
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectHeader()
			.valueEquals("X-Frame-Options", "DENY");
	}

	@Test
	void worksOnce() {
		String link = ask(this.browser);
		Browser otherTab = this.browser.copy();
		assertThat(confirm(this.browser, link)).isEqualTo("303 /");
		assertThat(this.browser.open(link)).startsWith("200 ").contains(ELSEWHERE).doesNotContain("<form");
		assertThat(this.browser.submit(ANSWER, "code", code(link))).contains("error=invalid-request");
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
		assertThat(otherTab.open(link)).contains(ELSEWHERE);
		assertNobodyIn(otherTab);
	}

	@Test
	void worksOnceOfManyTimesAtOnce() {
		String link = ask(this.browser);
		String token = this.browser.csrfToken();
		List<Browser> tabs = IntStream.range(0, 20).mapToObj((index) -> this.browser.copy()).toList();
		List<String> answers = tabs.parallelStream()
			.map((tab) -> tab.submitWith(token, ANSWER, "code", code(link)))
			.toList();
		assertThat(answers).filteredOn("303 /"::equals).hasSize(1);
		assertThat(answers).allMatch((answer) -> answer.equals("303 /") || answer.startsWith("303 /log-in"));
		assertThat(tabs.stream().filter((tab) -> tab.open("/page").startsWith("200 "))).hasSize(1);
	}

	@Test
	void isWorthNothingInAnotherBrowser() {
		String link = ask(this.browser);
		Browser other = browser();
		assertThat(other.open(link)).contains(ELSEWHERE).doesNotContain("<form").doesNotContain(code(link));
		assertThat(other.submit(ANSWER, "code", code(link))).isEqualTo("303 " + ANSWER + "?error=invalid-request");
		assertNobodyIn(other);
		assertThat(confirm(this.browser, link)).isEqualTo("303 /");
		assertNobodyIn(other);
	}

	/**
	 * Neither gets the other's account: not who has asked for a link to somebody else's
	 * address, nor who is sent somebody else's link.
	 */
	@Test
	void logsNobodyInToTheAccountOfSomebodyElse() {
		User attacker = this.user;
		Browser ofAttacker = browser();
		String linkOfAttacker = ask(ofAttacker);
		this.user = createUser();
		String link = ask(this.browser);
		assertThat(confirm(this.browser, linkOfAttacker)).isEqualTo(WRONG);
		assertNobodyIn(this.browser);
		assertThat(confirm(ofAttacker, link)).isEqualTo(WRONG);
		assertNobodyIn(ofAttacker);
		assertThat(confirm(this.browser, link)).isEqualTo("303 /page");
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id()).doesNotContain(attacker.id());
	}

	@Test
	void worksForTenMinutes() {
		String link = ask(this.browser);
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(confirm(this.browser, link)).isEqualTo(WRONG);
		assertNobodyIn(this.browser);
	}

	@Test
	void takesAsManyGuessesAsACode() {
		String link = ask(this.browser);
		String guess = link.replace(code(link), code(link).startsWith("A") ? "BBBBBBBB" : "AAAAAAAA");
		for (int time = 0; time < 5; time++) {
			assertThat(confirm(this.browser, guess)).isEqualTo(WRONG);
		}
		assertThat(confirm(this.browser, link)).isEqualTo("303 /log-in/code/answer?error=invalid-request");
		server().clock().advance(Duration.ofMinutes(9));
		assertThat(confirm(this.browser, link)).doesNotStartWith("303 /page");
		assertNobodyIn(this.browser);
	}

	@ParameterizedTest
	@EnumSource(value = SessionEndingChange.class, names = { "PASSWORD.*", "EMAIL.*", "DISABLING" },
			mode = EnumSource.Mode.MATCH_ANY)
	void isVoidAfterAChangeOfTheAccount(SessionEndingChange change) {
		String link = ask(this.browser);
		change.make(server(), this.user).block();
		assertThat(confirm(this.browser, link)).isEqualTo(WRONG);
		assertNobodyIn(this.browser);
	}

	@Test
	void leadsToTheAddressInTheSettingsWhateverARequestSays() {
		WebTestClient poisoned = server().anonymousClient()
			.mutate()
			.defaultHeader("Host", "evil.example")
			.defaultHeader("X-Forwarded-Host", "evil.example")
			.defaultHeader("X-Forwarded-Proto", "http")
			.defaultHeader("X-Forwarded-Prefix", "/evil")
			.defaultHeader("Forwarded", "host=evil.example;proto=http")
			.defaultHeader("Origin", "https://evil.example")
			.build();
		Browser asking = new Browser(poisoned, "/log-in");
		asking.submit("/log-in/code?code=EVILEVIL&link=https://evil.example", "email",
				String.valueOf(this.user.email()), "link", "https://evil.example");
		assertThat(message().link()).extracting(URI::getHost, URI::getScheme, URI::getPath)
			.containsExactly("shop.example", "https", "/app/log-in/code/link");
	}

	@ParameterizedTest
	@ValueSource(strings = { "code=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "code=", "nothing", "code=AAAAAAAA%22%3E",
			"code=%0d%0aSet-Cookie:x=y", "continue=https://evil.example&code=x", "code=AAAAAAAAA", "code=aaaaaaaa" })
	void showsNothingOfWhatIsNoCode(String query) {
		ask(this.browser);
		String page = this.browser.open("/log-in/code/link?" + query);
		assertThat(page).startsWith("200 ")
			.contains(ELSEWHERE)
			.doesNotContain("script", "evil", "x=y", "<form", "AAAAAAAA", "aaaaaaaa");
	}

	@Test
	void goesOnToPagesOfTheApplicationAlone() {
		String link = ask(this.browser);
		this.browser.open(link + "&continue=//evil.example&redirect=https://evil.example");
		assertThat(this.browser.submit(ANSWER + "?continue=//evil.example", "code", code(link), "continue",
				"https://evil.example", "redirect_uri", "//evil.example"))
			.isEqualTo("303 /");
	}

	@Test
	void isInTheLanguageOfTheUser() {
		WebTestClient german = server().anonymousClient().mutate().defaultHeader("Accept-Language", "de").build();
		String link = ask(this.browser);
		assertThat(this.browser.at(german).open(link)).contains("Mit dem Link aus der E-Mail anmelden");
		assertThat(new Browser(german, "/log-in").open(link)).contains("nur in dem Browser, in dem Sie");
	}

}

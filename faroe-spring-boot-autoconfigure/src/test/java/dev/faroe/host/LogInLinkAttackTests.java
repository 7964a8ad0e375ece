package dev.faroe.host;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.faroe.test.DatabaseSource;
import dev.faroe.user.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The link in the mail with a code to log in with: it logs in the browser in which it was
 * asked for, and no other, whoever opens it.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@DatabaseSource
class LogInLinkAttackTests extends LogInLinkTestCase {

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

}

package dev.faroe.host;

import java.time.Duration;
import java.util.Objects;

import dev.faroe.accountstate.SessionEndingChange;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.test.DatabaseSource;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The link in the mail with a code to log in with: it logs in when the user says so.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
class LogInLinkTests extends LogInLinkTestCase {

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
	void isAskedForOnAPageThatThePageOfTheLogInLeadsTo() {
		assertThat(this.browser.open("/log-in")).contains("<a href=\"/log-in/code\">Log in with a code</a>");
		assertThat(this.browser.open("/log-in/code")).contains("action=\"/log-in/code\"");
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
	void worksForTenMinutes() {
		String link = ask(this.browser);
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(confirm(this.browser, link)).isEqualTo(WRONG);
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
	void isInTheLanguageOfTheUser() {
		WebTestClient german = server().anonymousClient().mutate().defaultHeader("Accept-Language", "de").build();
		String link = ask(this.browser);
		assertThat(this.browser.at(german).open(link)).contains("Mit dem Link aus der E-Mail anmelden");
		assertThat(new Browser(german, "/log-in").open(link)).contains("nur in dem Browser, in dem Sie");
	}

}

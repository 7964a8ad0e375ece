package dev.faroe.host;

import java.util.List;
import java.util.stream.IntStream;

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

import org.springframework.http.HttpMethod;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log-in of Spring Security with one-time tokens, for Faroe's users.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
class OneTimeTokenTests extends OneTimeTokenTestCase {

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
	void nameUsersByTheirIds() {
		assertThat(consume(generate(this.email).getTokenValue()).getUsername()).isEqualTo(this.user.id());
		ReactiveUserDetailsService details = server().bean(ReactiveUserDetailsService.class);
		assertThat(details.findByUsername(this.user.id()).block()).isEqualTo(details.findByUsername(this.email).block())
			.isNotNull();
		assertThat(details.findByUsername("a".repeat(24)).block()).isNull();
	}

}

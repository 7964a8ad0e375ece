package dev.faroe.host;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.totp.Authenticator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on the log-in by steps.
 */
@Tag("one-jdk")
class LogInAttackTests extends LogInTestCase {

	@Test
	void secondStepNeedsTheFirst() {
		Authenticator authenticator = register(this.user);
		for (String step : List.of("second-factor", "recovery-code", "step-up")) {
			assertThat(this.browser.submit("/log-in/" + step, "code", authenticator.code(), "recovery_code",
					this.user.recoveryCode().value(), "password", PASSWORD))
				.isEqualTo("303 /log-in?error=expired");
		}
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void stepUpIsNoSecondStep() {
		Authenticator authenticator = register(this.user);
		logIn(this.browser, this.user);
		assertThat(this.browser.submit("/log-in/step-up", "password", PASSWORD)).isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.submit("/log-in/step-up", "code", authenticator.code()))
			.isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in/second-factor");
	}

	@Test
	void passwordIsNoFreshProofOfAUserWithASecondFactor() {
		Authenticator authenticator = register(this.user);
		logIn(this.browser, this.user);
		this.browser.submit("/log-in/second-factor", "code", authenticator.code());
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(this.browser.submit("/log-in/step-up", "password", PASSWORD))
			.isEqualTo("303 /log-in/step-up?error=invalid-data");
		logIn(this.browser, this.user);
		assertThat(this.browser.open("/fresh")).isEqualTo("303 /log-in/second-factor");
	}

	@Test
	void codeOfAnotherUserIsWrong() {
		register(this.user);
		Authenticator another = register(createUser());
		logIn(this.browser, this.user);
		assertThat(this.browser.submit("/log-in/second-factor", "code", another.code()))
			.isEqualTo("303 /log-in/second-factor?error=incorrect-code&field=code");
	}

	@Test
	void sessionThatSomebodyElseBeganIsWorthNothingAfterEachStep() {
		Authenticator authenticator = register(this.user);
		this.browser.open("/page");
		Browser fixated = this.browser.copy();
		logIn(this.browser, this.user);
		Browser half = this.browser.copy();
		this.browser.submit("/log-in/second-factor", "code", authenticator.code());
		Browser complete = this.browser.copy();
		server().clock().advance(Duration.ofSeconds(30));
		this.browser.submit("/log-in/step-up", "code", authenticator.code());
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
		for (Browser stolen : List.of(fixated, half, complete)) {
			assertThat(stolen.open("/page")).isEqualTo("303 /log-in");
		}
	}

	@Test
	void formTokenOfBeforeTheLogInIsWorthNothingAfterIt() {
		String token = this.browser.csrfToken();
		logIn(this.browser, this.user);
		assertThat(this.browser.submitWith(token, "/change")).startsWith("403");
		assertThat(this.browser.submitWith(token, "/log-in/out")).isEqualTo("303 /log-in?error=expired");
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
	}

	@Test
	void nothingIsDoneWithoutTheTokenOfTheSession() {
		assertThat(this.browser.submitWith("", "/log-in", "email", String.valueOf(this.user.email()), "password",
				PASSWORD))
			.isEqualTo("303 /log-in?error=expired");
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
		server().anonymousClient()
			.post()
			.uri("/log-in")
			.bodyValue(Map.of("email", String.valueOf(this.user.email()), "password", PASSWORD))
			.exchange()
			.expectStatus()
			.isForbidden();
	}

	@ParameterizedTest
	@ValueSource(strings = { "//evil.example/page", "/%5Cevil.example", "/..//evil.example", "/;//evil.example",
			"/%09/evil.example" })
	void pathThatLeadsElsewhereIsNotGoneOnTo(String path) {
		EntityExchangeResult<byte[]> asked = server().anonymousClient()
			.get()
			.uri(URI.create(server().url() + path))
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectBody()
			.returnResult();
		var cookie = asked.getResponseCookies().getFirst("SESSION");
		this.browser.session((cookie != null) ? cookie.getValue() : null);
		String location = logIn(this.browser, this.user);
		assertThat(location).startsWith("303 /").doesNotStartWith("303 //").doesNotContain("\\");
		assertThat(URI.create(server().url()).resolve(location.substring(4)).getHost()).isEqualTo("127.0.0.1");
	}

	@Test
	void oneCodeCompletesOneOfManySimultaneousLogIns() {
		Authenticator authenticator = register(this.user);
		List<Browser> browsers = IntStream.range(0, 5).mapToObj((index) -> {
			server().clock().advance(Duration.ofMinutes(1));
			Browser next = newBrowser();
			logIn(next, this.user);
			return next;
		}).toList();
		assertThat(simultaneously(browsers,
				(next, token) -> next.submitWith(token, "/log-in/second-factor", "code", authenticator.code())))
			.filteredOn((answer) -> answer.equals("303 /"))
			.hasSize(1);
		assertThat(browsers).filteredOn((next) -> next.open("/page").startsWith("200")).hasSize(1);
	}

	@Test
	void oneRecoveryCodeCompletesOneOfManySimultaneousLogIns() {
		register(this.user);
		List<Browser> browsers = IntStream.range(0, 5).mapToObj((index) -> {
			server().clock().advance(Duration.ofMinutes(1));
			Browser next = newBrowser();
			logIn(next, this.user);
			return next;
		}).toList();
		assertThat(simultaneously(browsers,
				(next, token) -> next.submitWith(token, "/log-in/recovery-code", "recovery_code",
						this.user.recoveryCode().value())))
			.filteredOn((answer) -> answer.equals("303 /log-in/new-recovery-code"))
			.hasSize(1);
		assertThat(browsers).filteredOn((next) -> next.open("/page").startsWith("200")).hasSize(1);
	}

	/**
	 * All have their forms before the first is sent, which can end the sessions of the
	 * others.
	 */
	private static List<String> simultaneously(List<Browser> browsers, BiFunction<Browser, String, String> attempt) {
		Map<Browser, String> tokens = browsers.stream()
			.collect(Collectors.toMap(Function.identity(), Browser::csrfToken));
		return Objects.requireNonNull(Flux.fromIterable(browsers)
			.flatMap((browser) -> Mono.fromCallable(() -> attempt.apply(browser, tokens.get(browser)))
				.subscribeOn(Schedulers.boundedElastic()), browsers.size())
			.collectList()
			.block());
	}

	@Test
	void disabledUserIsAnsweredLikeOneWithAWrongPassword() {
		server().bean(AccountStateService.class).disable(this.user.id(), null).block();
		assertThat(logIn(this.browser, this.user)).isEqualTo("303 /log-in?error=incorrect-credentials&field=password");
		assertThat(this.browser.submit("/log-in", "email", "nobody@example.com", "password", PASSWORD))
			.isEqualTo("303 /log-in?error=incorrect-credentials&field=password");
		assertThat(this.browser.submit("/log-in", "email", "no address", "password", PASSWORD))
			.isEqualTo("303 /log-in?error=incorrect-credentials&field=password");
	}

	@Test
	void limitOfAnAddressHolds() {
		for (int attempt = 0; attempt < 5; attempt++) {
			server().clock().advance(Duration.ofSeconds(10));
			this.browser.submit("/log-in", "email", String.valueOf(this.user.email()), "password", "a wrong one");
		}
		server().clock().advance(Duration.ofSeconds(10));
		assertThat(logIn(this.browser, this.user)).startsWith("303 /log-in?error=too-many-requests&retry-after=");
		assertThat(this.browser.open("/log-in?error=too-many-requests&retry-after=840"))
			.contains("Try again in 14 minutes.");
	}

	@Test
	void pageShowsNothingThatSomebodyElseMadeUp() {
		String script = "%3Cscript%3Ealert(1)%3C/script%3E";
		assertThat(this.browser.open("/log-in?error=" + script + "&field=" + script + "&retry-after=" + script))
			.startsWith("200")
			.doesNotContain("script")
			.doesNotContain("alert");
		assertThat(this.browser.open("/log-in?error=no-such-failure")).contains("Something went wrong.");
	}

	@Test
	void cookieIsNotForScriptsAndPagesAreNotKept() {
		EntityExchangeResult<String> page = server().anonymousClient()
			.get()
			.uri("/log-in")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "de-AT")
			.exchange()
			.expectBody(String.class)
			.returnResult();
		assertThat(page.getResponseHeaders().getFirst(HttpHeaders.SET_COOKIE)).containsIgnoringCase("HttpOnly")
			.contains("SameSite=Lax");
		assertThat(page.getResponseHeaders().getCacheControl()).contains("no-store");
		assertThat(page.getResponseHeaders().getFirst("X-Frame-Options")).isEqualTo("DENY");
		assertThat(page.getResponseBody()).contains("E-Mail-Adresse").contains("lang=\"de");
	}

	@Test
	void malformedSubmissionsAreRefused() {
		assertThat(this.browser.submit("/log-in", "email", String.valueOf(this.user.email())))
			.isEqualTo("303 /log-in?error=incorrect-credentials&field=password");
		assertThat(this.browser.submit("/log-in", "email", "a\u0000@example.com", "password", PASSWORD))
			.isEqualTo("303 /log-in?error=incorrect-credentials&field=password");
	}

}

package dev.faroe.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.step.PasskeyScript;
import dev.faroe.test.FaroeServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log-in with passkeys, by those who should not get in.
 */
@Tag("one-jdk")
class PasskeyLogInAttackTests extends PasskeyLogInTestCase {

	@Test
	void visitorsAreNotToldWhoHasPasskeys() {
		register(this.user, this.authenticator);
		Map<String, Object> options = this.browser.call("/log-in/passkey/options", Map.of("step", "log-in"));
		assertThat(options).containsEntry("allowCredentials", List.of());
		for (String step : List.of("second-factor", "step-up")) {
			assertThat(this.browser.outcome("/log-in/passkey/options", Map.of("step", step))).isEqualTo("401 expired");
		}
	}

	@Test
	void answerIsWorthNothingInAnotherBrowser() {
		register(this.user, this.authenticator);
		Map<String, Object> answer = answer(this.browser, "log-in");
		ScriptedBrowser elsewhere = newBrowser();
		assertThat(elsewhere.outcome("/log-in/passkey", answer)).isEqualTo("400 invalid-request");
		elsewhere.call("/log-in/passkey/options", Map.of("step", "log-in"));
		assertThat(elsewhere.outcome("/log-in/passkey", answer)).isEqualTo("400 invalid-request");
		elsewhere.passkeyCookie("");
		assertThat(elsewhere.outcome("/log-in/passkey", answer)).isEqualTo("400 invalid-request");
		assertThat(this.browser.outcome("/log-in/passkey", answer)).isEqualTo("200 done");
	}

	@Test
	void answerToASecondStepIsWorthNothingInAnotherSession() {
		register(this.user, this.authenticator);
		logInByPassword(this.browser, this.user);
		Map<String, Object> answer = answer(this.browser, "second-factor");
		ScriptedBrowser elsewhere = newBrowser();
		logInByPassword(elsewhere, this.user);
		elsewhere.call("/log-in/passkey/options", Map.of("step", "log-in"));
		assertThat(elsewhere.outcome("/log-in/passkey", answer)).isEqualTo("400 invalid-request");
		assertThat(this.browser.outcome("/log-in/passkey", answer)).isEqualTo("200 done");
	}

	@Test
	void browserIsKnownByACookieThatOnlyTheAnswerBrings() {
		ResponseCookie cookie = Objects
			.requireNonNull(this.browser.post("/log-in/passkey/options", Map.of("step", "log-in"))
				.getResponseCookies()
				.getFirst("faroe-passkey"));
		assertThat(cookie.isHttpOnly()).isTrue();
		assertThat(cookie.getSameSite()).isEqualTo("Strict");
		assertThat(cookie.getPath()).isEqualTo("/log-in/passkey");
		assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofMinutes(5));
		assertThat(cookie.getValue()).hasSize(24);
	}

	@Test
	void eachTabOfABrowserWaitsForItsOwnAnswer() {
		register(this.user, this.authenticator);
		Map<String, Object> first = answer(this.browser, "log-in");
		Map<String, Object> second = answer(this.browser, "log-in");
		assertThat(this.browser.outcome("/log-in/passkey", first)).isEqualTo("200 done");
		assertThat(this.browser.outcome("/log-in/passkey", second)).isEqualTo("200 done");
	}

	@Test
	void answerCountsOnce() {
		register(this.user, this.authenticator);
		Map<String, Object> answer = answer(this.browser, "log-in");
		assertThat(this.browser.outcome("/log-in/passkey", answer)).isEqualTo("200 done");
		assertThat(this.browser.outcome("/log-in/passkey", answer)).isEqualTo("400 invalid-request");
	}

	@Test
	void answerDoesNotCountAfterFiveMinutes() {
		register(this.user, this.authenticator);
		Map<String, Object> answer = answer(this.browser, "log-in");
		server().clock().advance(Duration.ofMinutes(5));
		assertThat(this.browser.outcome("/log-in/passkey", answer)).isEqualTo("400 invalid-request");
	}

	@Test
	void sessionRemembersTheLastChallengesAlone() {
		register(this.user, this.authenticator);
		logInByPassword(this.browser, this.user);
		Map<String, Object> first = answer(this.browser, "second-factor");
		Map<String, Object> second = answer(this.browser, "second-factor");
		for (int more = 0; more < 4; more++) {
			answer(this.browser, "second-factor");
		}
		assertThat(this.browser.outcome("/log-in/passkey", first)).isEqualTo("400 invalid-request");
		assertThat(this.browser.outcome("/log-in/passkey", second)).isEqualTo("200 done");
	}

	@Test
	void challengesAreLimitedByAddress() {
		List<String> outcomes = new ArrayList<>();
		for (int request = 0; request < 31; request++) {
			outcomes.add(newBrowser().outcome("/log-in/passkey/options", Map.of("step", "log-in")));
		}
		assertThat(outcomes.get(29)).isEqualTo("200 null");
		assertThat(outcomes.get(30)).isEqualTo("429 too-many-requests");
	}

	@Test
	void nothingIsDoneWithoutTheTokenAgainstCrossSiteRequests() {
		register(this.user, this.authenticator);
		Map<String, Object> answer = answer(this.browser, "log-in");
		assertThat(this.browser.postWith(null, "/log-in/passkey", answer).getStatus().value()).isEqualTo(403);
		assertThat(this.browser.postWith("wrong", "/log-in/passkey", answer).getStatus().value()).isEqualTo(403);
		use(this.browser, "log-in");
		String own = "/log-in/passkeys/" + id();
		for (String path : List.of("/log-in/passkeys/options", "/log-in/passkeys", own + "/rename", own + "/remove")) {
			assertThat(this.browser.postWith(null, path, Map.of("name", "Stolen")).getStatus().value()).isEqualTo(403);
		}
		assertThat(passkeys().list(this.user.id()).blockFirst()).isNotNull()
			.satisfies((passkey) -> assertThat(passkey.name()).isEqualTo("Laptop"));
	}

	private String id() {
		return passkeys().list(this.user.id()).next().blockOptional().orElseThrow().id();
	}

	@Test
	void whoHasNotVerifiedTheAddressDoesNotLogInWhereTheOthersDoNot() {
		register(this.user, this.authenticator);
		try (FaroeServer strict = start("faroe.security.log-in.verified-only=true")) {
			ScriptedBrowser there = new ScriptedBrowser(strict.anonymousClient(), "/log-in");
			assertThat(use(there, "log-in")).isEqualTo("401 incorrect-passkey");
		}
		assertThat(use(this.browser, "log-in")).isEqualTo("200 done");
	}

	@Test
	void noLogInOutlivesThePasskeyThatIsRemovedMeanwhile() {
		register(this.user, this.authenticator);
		String id = id();
		assertNoneIsLoggedInAfter(passkeys().delete(id), Mono.empty());
	}

	@Test
	void noLogInOutlivesADisablingMeanwhile() {
		register(this.user, this.authenticator);
		AccountStateService states = server().bean(AccountStateService.class);
		assertNoneIsLoggedInAfter(states.disable(this.user.id(), null), states.enable(this.user.id()));
	}

	private void assertNoneIsLoggedInAfter(Mono<?> change, Mono<?> afterwards) {
		Map<ScriptedBrowser, Map<String, Object>> answers = new LinkedHashMap<>();
		for (int attempt = 0; attempt < 8; attempt++) {
			ScriptedBrowser each = newBrowser();
			answers.put(each, answer(each, "log-in"));
		}
		Mono<Void> logIns = Flux.fromIterable(answers.entrySet())
			.flatMap((each) -> Mono.fromCallable(() -> each.getKey().outcome("/log-in/passkey", each.getValue()))
				.subscribeOn(Schedulers.boundedElastic()), answers.size())
			.then();
		Mono.when(logIns, change.subscribeOn(Schedulers.boundedElastic())).then(afterwards).block();
		assertThat(answers.keySet()).allSatisfy((each) -> assertThat(each.open("/page")).isEqualTo(401));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "null", "{", "\"text\"", "{\"step\":1}", "{\"step\":\"new-recovery-code\"}",
			"{\"step\":\"log-in\",\"step\":\"log-in\"}", "{\"step\":\"log-in\"} more" })
	void optionsAreForAStep(String body) {
		assertThat(this.browser.outcome("/log-in/passkey/options", body)).isEqualTo("400 invalid-data");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "{\"response\":{}}", "{\"response\":{\"clientDataJSON\":\"*\"}}",
			"{\"response\":{\"clientDataJSON\":\"AAAA\"}}", "{\"response\":{\"clientDataJSON\":\"W10\"}}" })
	void whatIsNoAnswerIsRefused(String body) {
		assertThat(this.browser.outcome("/log-in/passkey", body)).isEqualTo("400 invalid-data");
	}

	@Test
	void hugeAnswerIsRefused() {
		register(this.user, this.authenticator);
		Map<String, Object> answer = answer(this.browser, "log-in");
		answer.put("padding", "x".repeat(100_000));
		assertThat(this.browser.outcome("/log-in/passkey", answer)).isEqualTo("400 invalid-data");
		answer.put("padding", "x".repeat(300_000));
		assertThat(newBrowser().outcome("/log-in/passkey", answer)).isEqualTo("400 invalid-data");
		assertThat(newBrowser().outcome("/log-in/passkey", "[".repeat(100_000))).isEqualTo("400 invalid-data");
	}

	@Test
	void sharedCacheKeepsNoAnswerWithTheCookieOfASession() {
		register(this.user, this.authenticator);
		use(this.browser, "log-in");
		String ended = this.browser.session();
		server().bean(AccountStateService.class).endSessions(this.user.id()).block();
		HttpHeaders headers = this.browser.get(server().bean(PasskeyScript.class).path()).getResponseHeaders();
		assertThat(this.browser.session()).isNotEqualTo(ended);
		assertThat(headers.getCacheControl()).contains("private");
	}

}

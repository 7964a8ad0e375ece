package dev.faroe.password.breach;

import java.net.URI;
import java.time.Duration;

import dev.faroe.password.breach.PwnedPasswordsServer.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.security.authentication.password.CompromisedPasswordDecision;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PwnedPasswordChecker}. Checks are made on a thread that must not
 * block, as in an application.
 */
class PwnedPasswordCheckerTests extends PwnedPasswordScenario {

	@Test
	void sendsNothingButThePrefixOfTheHash() {
		assertDecision(checker(AMPLE), false);
		assertThat(this.server.paths()).containsExactly("/range/" + PREFIX);
		assertThat(this.server.headers()).singleElement().satisfies((headers) -> {
			assertThat(headers.get("Add-Padding")).isEqualTo("true");
			assertThat(headers.get("User-Agent")).isEqualTo("faroe-spring-boot");
			assertThat(headers.names()).extracting((name) -> name.toLowerCase())
				.containsExactlyInAnyOrder("add-padding", "user-agent", "accept", "host");
		});
	}

	@Test
	void preparesItselfForTheFirstCheck() {
		PwnedPasswordChecker checker = new PwnedPasswordChecker(
				new BreachCheckProperties(true, this.server.baseUrl(), AMPLE, true, OnCheckFailure.REJECT, 1, OPEN),
				this.clock);
		this.closeables.add(checker::close);
		assertDecision(checker, false);
	}

	@Test
	void asksForNoPaddingWhenItIsSwitchedOff() {
		assertDecision(checker(
				new BreachCheckProperties(true, this.server.baseUrl(), AMPLE, false, OnCheckFailure.REJECT, 1, OPEN)),
				false);
		assertThat(this.server.headers()).singleElement()
			.satisfies((headers) -> assertThat(headers.contains("Add-Padding")).isFalse());
	}

	@ParameterizedTest
	@EnumSource(names = { "NORMAL", "LAST_LINE_UNTERMINATED" })
	void findsPwnedPassword(Mode mode) {
		this.server.add(PASSWORD, 1);
		this.server.answer(mode);
		assertDecision(checker(AMPLE), true);
	}

	@Test
	void hashesPasswordAsUtf8() {
		String password = "пароль😀";
		this.server.add(password, 12_345_678_901L);
		StepVerifier.create(check(checker(AMPLE), password)).expectNext(true).verifyComplete();
	}

	@Test
	void takesEntryWithCountZeroForPadding() {
		this.server.add(PASSWORD, 0);
		assertDecision(checker(AMPLE), false);
	}

	@Test
	void asksNothingForNoPassword() {
		StepVerifier.create(checker(AMPLE).check(null).map(CompromisedPasswordDecision::isCompromised))
			.expectNext(false)
			.verifyComplete();
		assertThat(this.server.requestCount()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "NO_ANSWER, did not answer within 200 ms", "STALLED_BODY, did not answer within 200 ms",
			"SERVER_ERROR, answered with status 500", "TOO_MANY_REQUESTS, answered with status 429",
			"NOT_FOUND, answered with status 404", "NO_CONTENT, answered with status 204",
			"REDIRECT, answered with status 302", "TEXT, sent a malformed answer", "HTML, sent a malformed answer",
			"EMPTY, sent an empty answer", "HALF_LINE, sent a malformed answer",
			"GARBAGE_LAST, sent a malformed answer", "CUT_SHORT, could not be read (PrematureCloseException)",
			"CUT_CHUNKS, could not be read (PrematureCloseException)", "NO_LENGTH, sent an answer of unknown length",
			"NOT_HTTP, could not be read", "TOO_LARGE, sent an answer of more than 1048576 bytes" })
	void failsWhenTheAnswerIsNoWholeRange(Mode mode, String reason, CapturedOutput output) {
		this.server.add(PASSWORD, 1);
		this.server.answer(mode);
		Duration timeout = reason.contains("200 ms") ? SHORT : AMPLE;
		assertDecision(checker(timeout, OnCheckFailure.ALLOW, 1), false);
		assertUnavailable(checker(timeout, OnCheckFailure.REJECT, 1));
		assertThat(this.server.paths()).allMatch((path) -> path.equals("/range/" + PREFIX));
		assertThat(output).contains(this.server.baseUrl() + " " + reason)
			.containsPattern("INFO.*passwords are accepted without them")
			.containsPattern("WARN.*new passwords are refused");
	}

	@Test
	void failsWhenThereIsNoServer(CapturedOutput output) {
		this.server.close();
		assertDecision(checker(AMPLE, OnCheckFailure.ALLOW, 1), false);
		assertUnavailable(checker(AMPLE, OnCheckFailure.REJECT, 1));
		assertThat(output).contains("could not be read (");
	}

	@Test
	void failsWhenTheHostIsUnknown() {
		URI unknown = URI.create("http://no-such-host.invalid");
		assertDecision(checker(new BreachCheckProperties(true, unknown, AMPLE, true, OnCheckFailure.ALLOW, 1, OPEN)),
				false);
		assertUnavailable(
				checker(new BreachCheckProperties(true, unknown, AMPLE, true, OnCheckFailure.REJECT, 1, OPEN)));
	}

	@Test
	void failsWhenTlsCannotBeAgreedOn(CapturedOutput output) {
		DisposableServer plain = TcpServer.create()
			.host("localhost")
			.handle((in, out) -> out.sendString(Mono.just("plain text")))
			.bindNow();
		this.closeables.add(plain);
		URI baseUrl = URI.create("https://localhost:" + plain.port());
		assertDecision(checker(new BreachCheckProperties(true, baseUrl, AMPLE, true, OnCheckFailure.ALLOW, 1, OPEN)),
				false);
		assertUnavailable(
				checker(new BreachCheckProperties(true, baseUrl, AMPLE, true, OnCheckFailure.REJECT, 1, OPEN)));
		assertThat(output).contains("could not be read (NotSslRecordException)");
	}

	@Test
	void answersManyChecksAtOnce() {
		this.server.add(PASSWORD, 1);
		PwnedPasswordChecker checker = checker(AMPLE);
		assertThat(parallel(checker).filter(CompromisedPasswordDecision::isCompromised).count().block()).isEqualTo(50);
	}

	@Test
	void failsAfterClose() {
		PwnedPasswordChecker checker = checker(AMPLE);
		assertDecision(checker, false);
		checker.close();
		assertUnavailable(checker);
	}

}

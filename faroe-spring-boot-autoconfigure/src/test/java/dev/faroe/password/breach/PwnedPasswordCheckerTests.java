package dev.faroe.password.breach;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.password.breach.PwnedPasswordsServer.Mode;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.password.CompromisedPasswordDecision;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PwnedPasswordChecker}. Checks are made on a thread that must not
 * block, as in an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class PwnedPasswordCheckerTests {

	private static final String PASSWORD = "password";

	private static final String PREFIX = "5BAA6";

	private static final String SUFFIX = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

	private static final Duration AMPLE = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(200);

	private static final Duration OPEN = Duration.ofSeconds(60);

	private static final String SUSPENDED = "Checks for breached passwords are suspended";

	private static final String WORKING = "Checks for breached passwords work again";

	private final PwnedPasswordsServer server = PwnedPasswordsServer.start();

	private final MutableClock clock = new MutableClock();

	private final Disposable.Composite closeables = Disposables.composite(this.server::close);

	@AfterEach
	void close(CapturedOutput output) {
		this.closeables.dispose();
		assertThat(output.getAll()).doesNotContain(PREFIX).doesNotContain(SUFFIX).doesNotContain("BlockingOperation");
	}

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
	void asksNothingWhileSuspended() {
		PwnedPasswordChecker checker = checker(AMPLE);
		this.server.answer(Mode.SERVER_ERROR);
		assertThat(checker.isSuspended()).isFalse();
		assertUnavailable(checker);
		assertThat(checker.isSuspended()).isTrue();
		this.server.answer(Mode.NORMAL);
		this.clock.advance(OPEN);
		assertUnavailable(checker);
		assertUnavailable(checker);
		assertThat(this.server.requestCount()).isOne();
	}

	@Test
	void acceptsPasswordsAtOnceWhileSuspended() {
		PwnedPasswordChecker checker = checker(SHORT, OnCheckFailure.ALLOW, 1);
		this.server.answer(Mode.NO_ANSWER);
		assertDecision(checker, false);
		// On the subscriber's thread: there is nothing to wait for.
		assertThat(checker.check(PASSWORD).toFuture()).isCompleted();
		assertThat(this.server.requestCount()).isOne();
	}

	@Test
	void worksAgainAfterASuccessfulTry(CapturedOutput output) {
		this.server.add(PASSWORD, 1);
		PwnedPasswordChecker checker = checker(AMPLE);
		this.server.answer(Mode.SERVER_ERROR);
		assertUnavailable(checker);
		this.server.answer(Mode.NORMAL);
		this.clock.advance(OPEN.plusMillis(1));
		assertDecision(checker, true);
		assertDecision(checker, true);
		assertThat(checker.isSuspended()).isFalse();
		assertThat(this.server.requestCount()).isEqualTo(3);
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), SUSPENDED)).isOne();
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), WORKING)).isOne();
		assertThat(output).containsPattern("WARN.*" + SUSPENDED).containsPattern("INFO.*" + WORKING);
	}

	@Test
	void staysSuspendedAfterAFailedTry(CapturedOutput output) {
		PwnedPasswordChecker checker = checker(AMPLE);
		this.server.answer(Mode.SERVER_ERROR);
		assertUnavailable(checker);
		this.clock.advance(OPEN.plusMillis(1));
		assertUnavailable(checker);
		assertUnavailable(checker);
		assertThat(checker.isSuspended()).isTrue();
		assertThat(this.server.requestCount()).isEqualTo(2);
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), SUSPENDED)).isOne();
	}

	@Test
	void isSuspendedByFailuresInARowOnly() {
		PwnedPasswordChecker checker = checker(AMPLE, OnCheckFailure.REJECT, 3);
		for (Mode mode : List.of(Mode.TEXT, Mode.EMPTY, Mode.NORMAL, Mode.TEXT, Mode.EMPTY)) {
			this.server.answer(mode);
			check(checker, PASSWORD).onErrorComplete().block();
		}
		assertThat(checker.isSuspended()).isFalse();
		assertUnavailable(checker);
		assertThat(checker.isSuspended()).isTrue();
		assertThat(this.server.requestCount()).isEqualTo(6);
	}

	@Test
	void triesOneCheckOfManyAfterTheSuspension() {
		PwnedPasswordChecker checker = checker(AMPLE);
		this.server.answer(Mode.SERVER_ERROR);
		assertUnavailable(checker);
		for (int round = 2; round <= 20; round++) {
			this.clock.advance(OPEN.plusMillis(1));
			assertThat(failures(checker)).isEqualTo(50);
			assertThat(this.server.requestCount()).isEqualTo(round);
		}
	}

	@Test
	void survivesManyChecksWithoutAServer(CapturedOutput output) {
		this.server.close();
		PwnedPasswordChecker checker = checker(AMPLE);
		assertThat(failures(checker)).isEqualTo(50);
		assertThat(checker.isSuspended()).isTrue();
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), SUSPENDED)).isOne();
	}

	@Test
	void answersManyChecksAtOnce() {
		this.server.add(PASSWORD, 1);
		PwnedPasswordChecker checker = checker(AMPLE);
		assertThat(parallel(checker).filter(CompromisedPasswordDecision::isCompromised).count().block()).isEqualTo(50);
	}

	@Test
	void cancelledTryLeavesTheNextCheckToTry() {
		PwnedPasswordChecker checker = checker(AMPLE);
		this.server.answer(Mode.SERVER_ERROR);
		assertUnavailable(checker);
		this.clock.advance(OPEN.plusMillis(1));
		this.server.answer(Mode.NO_ANSWER);
		Disposable cancelled = checker.check(PASSWORD).subscribe();
		this.server.requests().take(2).blockLast(AMPLE);
		assertUnavailable(checker);
		cancelled.dispose();
		assertThat(checker.isSuspended()).isTrue();
		this.server.answer(Mode.NORMAL);
		assertDecision(checker, false);
		assertThat(checker.isSuspended()).isFalse();
		assertThat(this.server.requestCount()).isEqualTo(3);
	}

	@Test
	void checksBeyondTheLimitAreNotMadeAndSuspendNothing() {
		PwnedPasswordChecker checker = checker(AMPLE);
		this.server.answer(Mode.NO_ANSWER);
		Disposable.Composite underWay = Disposables.composite();
		for (int i = 0; i < PwnedPasswordsClient.MAX_CHECKS; i++) {
			underWay.add(checker.check(PASSWORD).subscribe());
		}
		assertUnavailable(checker);
		assertThat(checker.isSuspended()).isFalse();
		this.server.requests().take(PwnedPasswordsClient.MAX_CONNECTIONS).blockLast(AMPLE);
		assertThat(this.server.requestCount()).isEqualTo(PwnedPasswordsClient.MAX_CONNECTIONS);
		underWay.dispose();
		this.server.answer(Mode.NORMAL);
		assertDecision(checker, false);
	}

	@Test
	void failsAfterClose() {
		PwnedPasswordChecker checker = checker(AMPLE);
		assertDecision(checker, false);
		checker.close();
		assertUnavailable(checker);
	}

	private PwnedPasswordChecker checker(Duration timeout) {
		return checker(timeout, OnCheckFailure.REJECT, 1);
	}

	private PwnedPasswordChecker checker(Duration timeout, OnCheckFailure onFailure, int threshold) {
		return checker(
				new BreachCheckProperties(true, this.server.baseUrl(), timeout, true, onFailure, threshold, OPEN));
	}

	private PwnedPasswordChecker checker(BreachCheckProperties settings) {
		PwnedPasswordChecker checker = new PwnedPasswordChecker(settings, this.clock);
		this.closeables.add(checker::close);
		// Some tests have a timeout that is shorter than this may take.
		checker.prepare().block();
		return checker;
	}

	private static Mono<Boolean> check(PwnedPasswordChecker checker, String password) {
		return checker.check(password)
			.map(CompromisedPasswordDecision::isCompromised)
			.subscribeOn(Schedulers.parallel());
	}

	private static Flux<CompromisedPasswordDecision> parallel(PwnedPasswordChecker checker) {
		return Flux.range(0, 50).flatMap((index) -> checker.check(PASSWORD).subscribeOn(Schedulers.parallel()), 50);
	}

	private static long failures(PwnedPasswordChecker checker) {
		return Flux.range(0, 50)
			.flatMap((index) -> check(checker, PASSWORD).materialize(), 50)
			.filter((signal) -> signal.getThrowable() instanceof FaroeException)
			.count()
			.block();
	}

	private static void assertDecision(PwnedPasswordChecker checker, boolean compromised) {
		StepVerifier.create(check(checker, PASSWORD)).expectNext(compromised).verifyComplete();
	}

	private static void assertUnavailable(PwnedPasswordChecker checker) {
		StepVerifier.create(check(checker, PASSWORD)).verifyErrorSatisfies((error) -> {
			assertThat(error).isInstanceOf(FaroeException.class).hasNoCause();
			assertThat(((FaroeException) error).error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
			assertThat(((FaroeException) error).retryAfter()).isEqualTo(OPEN);
		});
	}

}

package dev.faroe.password.breach;

import java.util.List;

import dev.faroe.password.breach.PwnedPasswordsServer.Mode;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that are given up after failures, and tried again.
 */
class SuspendedChecksTests extends PwnedPasswordScenario {

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

}

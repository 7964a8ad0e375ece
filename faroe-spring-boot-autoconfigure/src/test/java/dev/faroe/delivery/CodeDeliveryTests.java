package dev.faroe.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.event.CodeNotDeliveredEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link CodeDelivery} while the application runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class CodeDeliveryTests {

	private final Deliveries deliveries = new Deliveries();

	private final BlockingQueue<CodeMessage> sent = new LinkedBlockingQueue<>();

	private final AtomicInteger calls = new AtomicInteger();

	private CodeDelivery delivery = this.deliveries.with(this.sent::add, 10, 2);

	@AfterEach
	void stop() {
		Deliveries.stopNow(this.delivery);
	}

	private void start(CodeSender sender, int capacity, int threads) {
		this.delivery = this.deliveries.with(sender, capacity, threads);
		this.delivery.start();
	}

	private void deliver(CodeMessage message) {
		StepVerifier.create(this.delivery.deliver(message)).verifyComplete();
	}

	private void deliver(CodePurpose purpose) {
		deliver(Deliveries.message(purpose));
	}

	@ParameterizedTest
	@EnumSource
	void sendsEveryMessageOnce(CodePurpose purpose) {
		this.delivery.start();
		CodeMessage message = Deliveries.message(purpose);
		deliver(message);
		assertThat(this.deliveries.nextOutcome()).isEqualTo(purpose + " SUCCESS");
		assertThat(this.sent).containsExactly(message);
		assertThat(this.deliveries.isQuiet()).isTrue();
		assertThat(this.delivery.queued()).isZero();
	}

	@Test
	void sendsNothingBeforeSomebodySubscribes() {
		this.delivery.start();
		this.delivery.deliver(Deliveries.message(CodePurpose.LOG_IN));
		this.delivery.deliverAfterCommit(Deliveries.message(CodePurpose.LOG_IN));
		assertThat(this.delivery.queued()).isZero();
	}

	@Test
	void sendsOnDaemonThreadsOfItsOwn() {
		BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
		start((message) -> threads.add(Thread.currentThread()), 1, 1);
		Mono<Void> onEventLoop = this.delivery.deliver(Deliveries.message(CodePurpose.LOG_IN))
			.subscribeOn(Schedulers.parallel());
		StepVerifier.create(onEventLoop).verifyComplete();
		Thread thread = Deliveries.next(threads);
		assertThat(thread.getName()).startsWith("faroe-delivery-");
		assertThat(thread.isDaemon()).isTrue();
	}

	@Test
	void nobodyWaitsForTheSender() {
		CountDownLatch slow = new CountDownLatch(1);
		start((message) -> slow.await(), 10, 1);
		deliver(CodePurpose.LOG_IN);
		deliver(CodePurpose.EMAIL_UPDATE);
		assertThat(this.delivery.queued()).isEqualTo(2);
		slow.countDown();
		assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN SUCCESS");
		assertThat(this.deliveries.nextOutcome()).isEqualTo("EMAIL_UPDATE SUCCESS");
	}

	@Test
	void triesAgainAfterTwiceTheTimeUntilItWorks() {
		start((message) -> {
			if (this.calls.incrementAndGet() < 4) {
				throw new IOException("Not yet");
			}
		}, 1, 1);
		deliver(CodePurpose.PASSWORD_RESET);
		for (int seconds : new int[] { 1, 2, 3 }) {
			var retry = this.deliveries.timer.next();
			assertThat(retry.delay()).isEqualTo(Duration.ofSeconds(seconds));
			assertThat(this.delivery.queued()).isOne();
			retry.run();
		}
		assertThat(this.deliveries.nextOutcome()).isEqualTo("PASSWORD_RESET SUCCESS");
		assertThat(this.calls).hasValue(4);
		assertThat(this.deliveries.isQuiet()).isTrue();
		assertThat(this.delivery.queued()).isZero();
	}

	@Test
	void whatIsNotToBeSentIsNeitherTriedAgainNorLost(CapturedOutput output) {
		this.delivery.start();
		this.delivery.deliver(new Deliverable() {

			@Override
			public String purpose() {
				return "NOTICE";
			}

			@Override
			public String userId() {
				return "user";
			}

			@Override
			public boolean attempt() {
				return false;
			}

		});
		assertThat(this.deliveries.nextOutcome()).isEqualTo("NOTICE SUPPRESSED");
		assertThat(this.deliveries.isQuiet()).isTrue();
		assertThat(this.delivery.queued()).isZero();
		assertThat(output).doesNotContain("given up");
	}

	@Test
	void aMessageThatWaitsHoldsUpNoOther() {
		start((message) -> {
			if (message.purpose() == CodePurpose.PASSWORD_RESET) {
				throw new IOException("Never");
			}
		}, 10, 1);
		deliver(CodePurpose.PASSWORD_RESET);
		this.deliveries.timer.next();
		deliver(CodePurpose.LOG_IN);
		assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN SUCCESS");
		assertThat(this.delivery.queued()).isOne();
	}

	@Test
	void tellsOfTheLastFailureWithoutSecrets(CapturedOutput output) {
		start((message) -> {
			throw new IllegalStateException(Deliveries.CODE + " to " + Deliveries.EMAIL,
					new ConnectException(Deliveries.EMAIL));
		}, 1, 1);
		deliver(CodePurpose.PASSWORD_RESET);
		for (int retry = 0; retry < 3; retry++) {
			assertThat(this.deliveries.events).isEmpty();
			this.deliveries.timer.next().run();
		}
		assertThat(this.deliveries.nextOutcome()).isEqualTo("PASSWORD_RESET FAILURE");
		Deliveries.stopNow(this.delivery);
		assertThat(this.deliveries.events).containsExactly(new CodeNotDeliveredEvent("user", "PASSWORD_RESET",
				IllegalStateException.class.getName(), 4, this.deliveries.clock.instant()));
		assertThat(output)
			.containsOnlyOnce("given up after 4 attempt(s) to deliver it, PASSWORD_RESET: "
					+ "java.lang.IllegalStateException, caused by java.net.ConnectException")
			.doesNotContain(Deliveries.CODE)
			.doesNotContain(Deliveries.EMAIL);
		assertThat(this.delivery.queued()).isZero();
	}

	@Test
	void givesUpAtOnceWhatCanNeverBeSent() {
		start((message) -> {
			throw new IllegalArgumentException("No such address");
		}, 1, 1);
		deliver(CodePurpose.EMAIL_VERIFICATION);
		assertThat(this.deliveries.nextOutcome()).isEqualTo("EMAIL_VERIFICATION FAILURE");
		assertThat(this.deliveries.timer.isIdle()).isTrue();
	}

	@Test
	void doesNotWaitForAnAttemptThatWouldComeAfterTheCodeHasExpired() {
		start((message) -> {
			throw new IOException("Not yet");
		}, 1, 1);
		deliver(Deliveries.message(CodePurpose.LOG_IN, this.deliveries.clock.instant().plusSeconds(3)));
		this.deliveries.timer.next().run();
		var second = this.deliveries.timer.next();
		assertThat(second.delay()).isEqualTo(Duration.ofSeconds(2));
		this.deliveries.clock.advance(Duration.ofSeconds(1));
		second.run();
		assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN FAILURE");
	}

	@Test
	void doesNotSendACodeThatHasExpired() {
		this.delivery.start();
		deliver(Deliveries.message(CodePurpose.LOG_IN, this.deliveries.clock.instant()));
		assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN EXPIRED");
		Deliveries.stopNow(this.delivery);
		assertThat(this.sent).isEmpty();
		assertThat(this.deliveries.events).containsExactly(
				new CodeNotDeliveredEvent("user", "LOG_IN", "EXPIRED", 0, this.deliveries.clock.instant()));
	}

	@Test
	void givesUpWhatHasNoRoomAndTellsOnceInTheLog(CapturedOutput output) {
		CountDownLatch slow = new CountDownLatch(1);
		start((message) -> slow.await(), 2, 1);
		for (int message = 0; message < 5; message++) {
			deliver(CodePurpose.LOG_IN);
		}
		assertThat(this.delivery.queued()).isEqualTo(2);
		for (int message = 0; message < 3; message++) {
			assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN QUEUE_FULL");
		}
		assertThat(this.deliveries.events).hasSize(3)
			.containsOnly(
					new CodeNotDeliveredEvent("user", "LOG_IN", "QUEUE_FULL", 0, this.deliveries.clock.instant()));
		assertThat(output).containsOnlyOnce("because 2 wait already");
		slow.countDown();
		assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN SUCCESS");
		assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN SUCCESS");
		deliver(CodePurpose.PASSWORD_RESET);
		assertThat(this.deliveries.nextOutcome()).isEqualTo("PASSWORD_RESET SUCCESS");
	}

	@Test
	void whatWaitsForAnotherAttemptTakesRoom() {
		start((message) -> {
			throw new IOException("Not yet");
		}, 1, 2);
		deliver(CodePurpose.LOG_IN);
		this.deliveries.timer.next();
		deliver(CodePurpose.LOG_IN);
		assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN QUEUE_FULL");
	}

	@Test
	void aThreadSurvivesErrorsAndInterrupts() {
		start((message) -> {
			Thread.currentThread().interrupt();
			if (this.calls.incrementAndGet() == 1) {
				throw new StackOverflowError();
			}
		}, 10, 1);
		deliver(CodePurpose.LOG_IN);
		this.deliveries.timer.next().run();
		assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN SUCCESS");
		deliver(CodePurpose.LOG_IN);
		assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN SUCCESS");
	}

	@Test
	void saysAtStartThatCodesGoNowhereWithoutASender(CapturedOutput output) {
		this.delivery = this.deliveries.with(null, 1, 1);
		this.delivery.start();
		assertThat(output).contains("Codes go nowhere")
			.contains("dev.faroe.delivery.CodeSender")
			.contains("faroe.mail.from")
			.contains("faroe.delivery.enabled");
		for (int message = 0; message < 3; message++) {
			deliver(CodePurpose.LOG_IN);
			assertThat(this.deliveries.nextOutcome()).isEqualTo("LOG_IN NO_SENDER");
		}
		assertThat(this.deliveries.events).hasSize(3)
			.containsOnly(new CodeNotDeliveredEvent("user", "LOG_IN", "NO_SENDER", 0, this.deliveries.clock.instant()));
		assertThat(output).doesNotContain(Deliveries.CODE).doesNotContain(Deliveries.EMAIL);
	}

}

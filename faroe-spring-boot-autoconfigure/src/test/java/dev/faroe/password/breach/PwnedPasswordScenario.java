package dev.faroe.password.breach;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.password.CompromisedPasswordDecision;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A checker, and a server that speaks the format of the range API.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class PwnedPasswordScenario {

	static final String PASSWORD = "password";

	static final String PREFIX = "5BAA6";

	static final String SUFFIX = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

	static final Duration AMPLE = Duration.ofSeconds(30);

	static final Duration SHORT = Duration.ofMillis(200);

	static final Duration OPEN = Duration.ofSeconds(60);

	static final String SUSPENDED = "Checks for breached passwords are suspended";

	static final String WORKING = "Checks for breached passwords work again";

	final PwnedPasswordsServer server = PwnedPasswordsServer.start();

	final MutableClock clock = new MutableClock();

	final Disposable.Composite closeables = Disposables.composite(this.server::close);

	@AfterEach
	void close(CapturedOutput output) {
		this.closeables.dispose();
		assertThat(output.getAll()).doesNotContain(PREFIX).doesNotContain(SUFFIX).doesNotContain("BlockingOperation");
	}

	PwnedPasswordChecker checker(Duration timeout) {
		return checker(timeout, OnCheckFailure.REJECT, 1);
	}

	PwnedPasswordChecker checker(Duration timeout, OnCheckFailure onFailure, int threshold) {
		return checker(
				new BreachCheckProperties(true, this.server.baseUrl(), timeout, true, onFailure, threshold, OPEN));
	}

	PwnedPasswordChecker checker(BreachCheckProperties settings) {
		PwnedPasswordChecker checker = new PwnedPasswordChecker(settings, this.clock);
		this.closeables.add(checker::close);
		// Some tests have a timeout that is shorter than this may take.
		checker.prepare().block();
		return checker;
	}

	static Mono<Boolean> check(PwnedPasswordChecker checker, String password) {
		return checker.check(password)
			.map(CompromisedPasswordDecision::isCompromised)
			.subscribeOn(Schedulers.parallel());
	}

	static Flux<CompromisedPasswordDecision> parallel(PwnedPasswordChecker checker) {
		return Flux.range(0, 50).flatMap((index) -> checker.check(PASSWORD).subscribeOn(Schedulers.parallel()), 50);
	}

	static long failures(PwnedPasswordChecker checker) {
		return Flux.range(0, 50)
			.flatMap((index) -> check(checker, PASSWORD).materialize(), 50)
			.filter((signal) -> signal.getThrowable() instanceof FaroeException)
			.count()
			.block();
	}

	static void assertDecision(PwnedPasswordChecker checker, boolean compromised) {
		StepVerifier.create(check(checker, PASSWORD)).expectNext(compromised).verifyComplete();
	}

	static void assertUnavailable(PwnedPasswordChecker checker) {
		StepVerifier.create(check(checker, PASSWORD)).verifyErrorSatisfies((error) -> {
			assertThat(error).isInstanceOf(FaroeException.class).hasNoCause();
			assertThat(((FaroeException) error).error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
			assertThat(((FaroeException) error).retryAfter()).isEqualTo(OPEN);
		});
	}

}

package dev.faroe.password.hashing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import dev.faroe.password.hashing.PasswordHasher.Comparison;
import dev.faroe.ratelimit.Attempt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordHasherTests {

	private final CountDownLatch release = new CountDownLatch(1);

	private final CountDownLatch started = new CountDownLatch(1);

	private final AtomicInteger hashes = new AtomicInteger();

	private final PasswordHasher hasher = new PasswordHasher(new SlowEncoder(), 1, 2, true, HashingListener.NONE);

	@AfterEach
	void destroy() {
		this.release.countDown();
		this.hasher.destroy();
	}

	@Test
	void hashesAndComparesOnThreadsOfItsOwn() {
		this.release.countDown();
		StepVerifier.create(this.hasher.hash("secret").map((hash) -> Thread.currentThread().getName()))
			.assertNext((thread) -> assertThat(thread).startsWith("faroe-hashing-"))
			.verifyComplete();
		StepVerifier.create(this.hasher.compare(new Attempt(), "secret", "secret"))
			.expectNext(Comparison.EQUAL)
			.verifyComplete();
		StepVerifier.create(this.hasher.compare(new Attempt(), "old", "old"))
			.expectNext(Comparison.EQUAL_OUTDATED)
			.verifyComplete();
		StepVerifier.create(this.hasher.compare(new Attempt(), "secret", "other"))
			.expectNext(Comparison.DIFFERENT)
			.verifyComplete();
	}

	@Test
	void refusesWhatFindsTheQueueFull() throws InterruptedException {
		this.hasher.hash("running").subscribe();
		this.started.await();
		this.hasher.hash("first in the queue").subscribe();
		this.hasher.hash("second in the queue").subscribe();
		StepVerifier.create(this.hasher.hash("too many")).verifyErrorSatisfies((ex) -> {
			assertThat(ex).isInstanceOfSatisfying(FaroeException.class, (refusal) -> {
				assertThat(refusal.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
				assertThat(refusal.retryAfter()).isNotNull();
			});
		});
	}

	@Test
	void freesThePlaceOfWhatIsCancelled() throws InterruptedException {
		this.hasher.hash("running").subscribe();
		this.started.await();
		Disposable first = this.hasher.hash("first in the queue").subscribe();
		Disposable second = this.hasher.hash("second in the queue").subscribe();
		first.dispose();
		second.dispose();
		first.dispose();
		Mono<String> third = this.hasher.hash("third").cache();
		Mono<String> fourth = this.hasher.hash("fourth").cache();
		third.subscribe();
		fourth.subscribe();
		StepVerifier.create(this.hasher.hash("too many")).verifyError(FaroeException.class);
		this.release.countDown();
		StepVerifier.create(third.then(fourth)).expectNext("fourth").verifyComplete();
		assertThat(this.hashes).hasValue(3);
	}

	@Test
	void sharesItsThreadAndItsQueueWithAnotherEncoder() throws InterruptedException {
		PasswordHasher other = this.hasher.sharingThreads(new Argon2idPasswordEncoder());
		this.hasher.hash("running").subscribe();
		this.started.await();
		Mono<String> waiting = other.hash("first in the queue").cache();
		waiting.subscribe();
		this.hasher.hash("second in the queue").subscribe();
		StepVerifier.create(other.hash("too many")).verifyError(FaroeException.class);
		StepVerifier.create(this.hasher.hash("too many")).verifyError(FaroeException.class);
		this.release.countDown();
		StepVerifier.create(waiting).assertNext((hash) -> assertThat(hash).startsWith("$argon2id$")).verifyComplete();
	}

	@Test
	void freesThePlaceOfWhatFails() {
		this.release.countDown();
		for (int number = 0; number < 10; number++) {
			StepVerifier.create(this.hasher.hash("failure")).verifyError(IllegalStateException.class);
		}
		StepVerifier.create(this.hasher.hash("secret")).expectNext("secret").verifyComplete();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void freesThePlaceAndAnswersWhenTheListenerFails(boolean atTheStart) {
		this.release.countDown();
		PasswordHasher observed = new PasswordHasher(new SlowEncoder(), 1, 0, true, new FailingListener(atTheStart));
		try {
			for (int number = 0; number < 10; number++) {
				StepVerifier.create(observed.hash("secret"))
					.expectErrorMessage("the listener fails")
					.verify(Duration.ofMinutes(1));
			}
		}
		finally {
			observed.destroy();
		}
	}

	@Test
	void refusesWhatWaitsWhenItIsDestroyed() throws InterruptedException {
		this.hasher.hash("running").subscribe();
		this.started.await();
		Mono<String> waiting = this.hasher.hash("first in the queue").cache();
		waiting.subscribe();
		this.hasher.destroy();
		StepVerifier.create(waiting).expectError(FaroeException.class).verify(Duration.ofMinutes(1));
	}

	@Test
	void mayBeAskedOnAnEventLoop() {
		this.release.countDown();
		StepVerifier.create(Mono.defer(() -> this.hasher.hash("secret")).subscribeOn(Schedulers.parallel()))
			.expectNext("secret")
			.verifyComplete();
	}

	private record FailingListener(boolean atTheStart) implements HashingListener {

		@Override
		public void started(Duration wait) {
			if (this.atTheStart) {
				throw new IllegalStateException("the listener fails");
			}
		}

		@Override
		public void finished(Duration work) {
			throw new IllegalStateException("the listener fails");
		}

	}

	private final class SlowEncoder implements PasswordEncoder {

		@Override
		public String encode(@Nullable CharSequence password) {
			PasswordHasherTests.this.started.countDown();
			try {
				PasswordHasherTests.this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			PasswordHasherTests.this.hashes.incrementAndGet();
			if ("failure".contentEquals(String.valueOf(password))) {
				throw new IllegalStateException();
			}
			return String.valueOf(password);
		}

		@Override
		public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
			return String.valueOf(password).equals(hash);
		}

		@Override
		public boolean upgradeEncoding(@Nullable String hash) {
			return "old".equals(hash);
		}

	}

}

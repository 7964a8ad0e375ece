package dev.faroe.passkey;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What waits for the threads that verify.
 */
class CeremonyThreadsTests {

	private final CeremonyThreads threads = new CeremonyThreads(1, 2);

	private final CountDownLatch released = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.released.countDown();
		this.threads.destroy();
	}

	private CompletableFuture<String> submit() {
		return this.threads.run(() -> {
			this.released.await();
			return Thread.currentThread().getName();
		}).toFuture();
	}

	@Test
	void isRefusedWhenTooManyWait() {
		List<CompletableFuture<String>> accepted = new ArrayList<>();
		CompletableFuture<String> last = submit();
		while (!last.isCompletedExceptionally()) {
			accepted.add(last);
			last = submit();
		}
		assertThat(accepted.size()).isBetween(2, 4);
		CompletableFuture<String> refused = last;
		assertThatExceptionOfType(Exception.class).isThrownBy(refused::get)
			.havingCause()
			.isInstanceOfSatisfying(FaroeException.class,
					(ex) -> assertThat(ex.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE));
		this.released.countDown();
		assertThat(accepted).allSatisfy((each) -> assertThat(each.get()).startsWith("faroe-passkeys-"));
	}

}

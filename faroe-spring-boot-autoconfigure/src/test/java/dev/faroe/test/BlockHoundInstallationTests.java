package dev.faroe.test;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/**
 * Without it, no other test would notice that something blocks.
 */
class BlockHoundInstallationTests {

	@Test
	void blockingAnEventLoopFails() {
		StepVerifier.create(Mono.fromCallable(() -> {
			Thread.sleep(1);
			return "blocked";
		}).subscribeOn(Schedulers.parallel()))
			.verifyErrorMatches(
					(ex) -> ex instanceof BlockingOperationError || ex.getCause() instanceof BlockingOperationError);
	}

}

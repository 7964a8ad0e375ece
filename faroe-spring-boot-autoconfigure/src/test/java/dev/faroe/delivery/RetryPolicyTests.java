package dev.faroe.delivery;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPolicyTests {

	@Test
	void doublesTheDelayUpToTheGreatest() {
		RetryPolicy policy = new RetryPolicy(20, Duration.ofSeconds(1), Duration.ofMinutes(1));
		assertThat(policy.delayAfter(1)).hasSeconds(1);
		assertThat(policy.delayAfter(2)).hasSeconds(2);
		assertThat(policy.delayAfter(6)).hasSeconds(32);
		assertThat(policy.delayAfter(7)).hasSeconds(60);
		assertThat(policy.delayAfter(1_000_000)).hasSeconds(60);
	}

}

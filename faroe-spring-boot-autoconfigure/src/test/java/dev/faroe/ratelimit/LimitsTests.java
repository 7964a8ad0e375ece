package dev.faroe.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.faroe.FaroeException;
import dev.faroe.event.FaroeEvent;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.test.MutableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link Limits} and {@link Limit}.
 */
class LimitsTests {

	private final MutableClock clock = new MutableClock();

	private final List<String> refused = new ArrayList<>();

	private final List<FaroeEvent> published = new ArrayList<>();

	private final Limits limits = limits((limit, key) -> this.refused.add(limit.name() + " " + key));

	private Limits limits(RateLimitListener listener) {
		RateLimits settings = new RateLimits(bucket("password-hashing"), bucket("login"), bucket("user-login"),
				bucket("email-request"), bucket("verify-email"), bucket("password-reset"), bucket("totp"),
				bucket("recovery-code"));
		return new Limits(RateLimiter.inMemory(this.clock, 10), settings, new Recording(), List.of(listener));
	}

	private static RateLimit bucket(String name) {
		return RateLimit.bucket(name, 1, Duration.ofMinutes(1));
	}

	@Test
	void tellListenersWhatIsRefused() {
		Limit limit = this.limits.totp();
		StepVerifier.create(limit.charge("ann").then()).verifyComplete();
		StepVerifier.create(limit.check("bob")).verifyComplete();
		assertThat(this.refused).isEmpty();
		StepVerifier.create(limit.charge("ann")).verifyError(FaroeException.class);
		StepVerifier.create(limit.check("ann")).verifyError(FaroeException.class);
		assertThat(this.refused).containsExactly("totp ann", "totp ann");
	}

	@Test
	void leaveTheCountingToALimiter() {
		Limit limit = this.limits.recoveryCode();
		Charge charge = limit.charge("ann").block();
		assertThat(charge).isNotNull();
		StepVerifier.create(charge.giveBack()).verifyComplete();
		StepVerifier.create(limit.charge("ann").then()).verifyComplete();
		StepVerifier.create(limit.clear("ann")).verifyComplete();
		StepVerifier.create(limit.charge("ann").then()).verifyComplete();
		assertThat(limit.period()).isEqualTo(Duration.ofMinutes(1));
		assertThat(this.refused).isEmpty();
	}

	@Test
	void publishTheIdsOfUsersAndNoAddresses() {
		for (Limit limit : List.of(this.limits.userLogin(), this.limits.emailRequest(), this.limits.verifyEmail(),
				this.limits.passwordReset(), this.limits.totp(), this.limits.recoveryCode())) {
			exhaust(limit);
		}
		for (Limit limit : List.of(this.limits.passwordHashing(), this.limits.login(), this.limits.unknownUserLogin(),
				this.limits.passwordResetAddress())) {
			exhaust(limit);
		}
		assertThat(this.published).containsExactly(event("key", "user-login"), event("key", "email-request"),
				event("key", "verify-email"), event("key", "password-reset"), event("key", "totp"),
				event("key", "recovery-code"), event(null, "password-hashing"), event(null, "login"),
				event(null, "user-login-unknown"), event(null, "password-reset-address"));
	}

	private static void exhaust(Limit limit) {
		StepVerifier.create(limit.charge("key").then()).verifyComplete();
		StepVerifier.create(limit.charge("key")).verifyError(FaroeException.class);
	}

	private LockedOutEvent event(@Nullable String userId, String limit) {
		return new LockedOutEvent(userId, limit, this.clock.instant());
	}

	/**
	 * Nobody is locked out because they are told no more.
	 */
	@Test
	void allowMoreNoticesThanRequestsAndPublishNoRefusalOfOne() {
		StepVerifier.create(this.limits.emailRequest().charge("ann").then()).verifyComplete();
		Limit limit = this.limits.notice();
		for (int i = 0; i < 5; i++) {
			StepVerifier.create(limit.charge("ann").then()).verifyComplete();
		}
		StepVerifier.create(limit.charge("ann")).verifyError(FaroeException.class);
		StepVerifier.create(limit.charge("bob").then()).verifyComplete();
		assertThat(this.refused).containsExactly("email-request-notice ann");
		assertThat(this.published).isEmpty();
	}

	@Test
	void showOperatorsHowLongThereIsNoTokenWithoutAnAttempt() {
		Limit limit = this.limits.totp();
		StepVerifier.create(limit.look("ann")).verifyComplete();
		StepVerifier.create(limit.charge("ann").then()).verifyComplete();
		StepVerifier.create(limit.look("ann")).expectNext(Duration.ofMinutes(1)).verifyComplete();
		StepVerifier.create(limit.look("bob")).verifyComplete();
		StepVerifier.create(limit.reset("ann")).verifyComplete();
		StepVerifier.create(limit.look("ann")).verifyComplete();
		assertThat(this.refused).isEmpty();
		assertThat(this.published).isEmpty();
	}

	@Test
	void refuseWhateverListenersDo() {
		Limit limit = limits((settings, key) -> {
			throw new IllegalStateException("The listener of a test fails");
		}).totp();
		exhaust(limit);
		assertThat(this.published).hasSize(1);
	}

	private final class Recording implements FaroeEvents {

		@Override
		public Mono<Void> publishAfterCommit(Function<Instant, ? extends FaroeEvent> event) {
			return Mono.empty();
		}

		@Override
		public void publishNow(Function<Instant, ? extends FaroeEvent> event) {
			LimitsTests.this.published.add(event.apply(LimitsTests.this.clock.instant()));
		}

	}

}

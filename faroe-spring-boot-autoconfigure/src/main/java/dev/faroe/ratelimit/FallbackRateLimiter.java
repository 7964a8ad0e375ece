package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.UUID;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * A {@link RateLimiter} that counts in a store which may be away for a while. Then
 * {@link OnStoreFailure} says what becomes of an attempt. Whatever fails with anything
 * but a {@link FaroeException}, or takes too long, is a failure of the store.
 * <p>
 * A charge comes back where it was made. One that cannot be given back, or a key that
 * cannot be cleared, stays as it is: an attempt that was successful never fails for that.
 */
public final class FallbackRateLimiter implements RateLimiter, AutoCloseable {

	private static final RateLimit PROBE = RateLimit.bucket("probe", 1000, Duration.ofMillis(1));

	private final RateLimiter remote;

	private final RateLimiter local;

	private final OnStoreFailure onFailure;

	private final StoreLink link;

	/**
	 * Create a limiter, and wait up to 5 seconds for the store, which need not be there:
	 * not on an event loop.
	 * @param remote what counts in the store; its {@code toString} is what the log calls
	 * the store
	 * @param local what counts when the store cannot be asked
	 * @param onFailure what becomes of an attempt then
	 * @param timeout how long an attempt waits for the store; positive
	 * @param probeInterval time between two looks whether the store can be asked again;
	 * positive
	 */
	public FallbackRateLimiter(RateLimiter remote, RateLimiter local, OnStoreFailure onFailure, Duration timeout,
			Duration probeInterval) {
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "timeout must be positive");
		Assert.isTrue(probeInterval.compareTo(Duration.ZERO) > 0, "probeInterval must be positive");
		this.remote = remote;
		this.local = local;
		this.onFailure = onFailure;
		String probeKey = UUID.randomUUID().toString();
		this.link = new StoreLink(remote, Mono.defer(() -> remote.charge(PROBE, probeKey)), timeout, probeInterval,
				switch (onFailure) {
					case ALLOW -> "this instance counts on its own.";
					case REJECT -> "what is under a limit is refused.";
				});
		this.link.open();
	}

	@Override
	public Mono<Charge> charge(RateLimit limit, String key) {
		return this.link.call(this.remote.charge(limit, key).map(this::madeRemotely),
				without(this.local.charge(limit, key)));
	}

	private Charge madeRemotely(Charge charge) {
		return () -> this.link.call(charge.giveBack(), Mono.empty());
	}

	@Override
	public Mono<Void> clear(RateLimit limit, String key) {
		return this.local.clear(limit, key).then(this.link.call(this.remote.clear(limit, key), Mono.empty()));
	}

	@Override
	public Mono<Void> check(RateLimit limit, String key) {
		return this.link.call(this.remote.check(limit, key), without(this.local.check(limit, key)));
	}

	private <T> Mono<T> without(Mono<T> counted) {
		return switch (this.onFailure) {
			case ALLOW -> counted;
			case REJECT -> unavailable();
		};
	}

	private static <T> Mono<T> unavailable() {
		return Mono.error(() -> new FaroeException(FaroeError.SERVICE_UNAVAILABLE, Duration.ofSeconds(1)));
	}

	/**
	 * Return what asks the store, or signals {@link FaroeError#SERVICE_UNAVAILABLE}. What
	 * it clears in the store is cleared in the memory of this instance as well.
	 */
	@Override
	public RateLimiter withoutFallback() {
		return new StoreAlone();
	}

	/**
	 * Return whether the store is asked at the moment.
	 * @return {@code false} from when it failed a few times in a row until it works again
	 */
	@Override
	public boolean isAvailable() {
		return this.link.isAvailable();
	}

	/**
	 * Return how often the store was not asked, or did not answer in time.
	 * @return the number since the limiter was created
	 */
	@Override
	public long failures() {
		return this.link.failures();
	}

	/**
	 * Stop looking for the store. Its connection is left to whoever made it.
	 */
	@Override
	public void close() {
		this.link.close();
	}

	private final class StoreAlone implements RateLimiter {

		@Override
		public Mono<Charge> charge(RateLimit limit, String key) {
			FallbackRateLimiter limiter = FallbackRateLimiter.this;
			return limiter.link.call(limiter.remote.charge(limit, key).map(limiter::madeRemotely), unavailable());
		}

		@Override
		public Mono<Void> clear(RateLimit limit, String key) {
			FallbackRateLimiter limiter = FallbackRateLimiter.this;
			return limiter.link.call(limiter.remote.clear(limit, key), unavailable())
				.then(limiter.local.clear(limit, key));
		}

		@Override
		public Mono<Void> check(RateLimit limit, String key) {
			FallbackRateLimiter limiter = FallbackRateLimiter.this;
			return limiter.link.call(limiter.remote.check(limit, key), unavailable());
		}

	}

}

package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * One of the {@link Limits}, with the store that counts the attempts under it and the
 * listeners to those that it refuses.
 */
public final class Limit {

	private static final Log logger = LogFactory.getLog(Limit.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final RateLimit settings;

	private final RateLimiter rateLimiter;

	private final List<RateLimitListener> listeners;

	Limit(RateLimit settings, RateLimiter rateLimiter, List<RateLimitListener> listeners) {
		this.settings = settings;
		this.rateLimiter = rateLimiter;
		this.listeners = listeners;
	}

	/**
	 * Take one token.
	 * @param key whose token to take
	 * @return the charge, or an error signal with {@link FaroeError#TOO_MANY_REQUESTS} if
	 * no token is left
	 */
	public Mono<Charge> charge(String key) {
		return reporting(this.rateLimiter.charge(this.settings, key), key);
	}

	/**
	 * Look whether a token is left, and leave it there.
	 * @param key whose tokens to look at
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#TOO_MANY_REQUESTS} if no token is left
	 */
	public Mono<Void> check(String key) {
		return reporting(this.rateLimiter.check(this.settings, key), key);
	}

	/**
	 * Put all tokens of a key back.
	 * @param key whose tokens to put back
	 * @return a completion signal
	 */
	public Mono<Void> clear(String key) {
		return this.rateLimiter.clear(this.settings, key);
	}

	/**
	 * Look how long there is no token, for operators. Unlike {@link #check}, this is no
	 * attempt: no listener hears of it.
	 * @param key whose tokens to look at
	 * @return the time until a token is there, or nothing if one is left, or an error
	 * signal with {@link FaroeError#SERVICE_UNAVAILABLE} if the counts cannot be reached
	 */
	public Mono<Duration> look(String key) {
		return withoutFallback((counts) -> counts.check(this.settings, key)).then(Mono.<Duration>empty())
			.onErrorResume(FaroeException.class, (ex) -> isRefusal(ex) ? Mono.just(wait(ex)) : Mono.error(ex));
	}

	private Duration wait(FaroeException refusal) {
		Duration wait = refusal.retryAfter();
		return (wait != null) ? wait : period();
	}

	/**
	 * Put all tokens of a key back, for operators. Unlike {@link #clear}, this fails if
	 * it cannot be done.
	 * @param key whose tokens to put back
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#SERVICE_UNAVAILABLE} if the counts cannot be reached
	 */
	public Mono<Void> reset(String key) {
		return withoutFallback((counts) -> counts.clear(this.settings, key));
	}

	private Mono<Void> withoutFallback(Function<RateLimiter, Mono<Void>> call) {
		return Mono.defer(() -> call.apply(this.rateLimiter.withoutFallback()))
			.onErrorMap((ex) -> !(ex instanceof FaroeException),
					(ex) -> new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER, ex));
	}

	/**
	 * Return the name of the limit.
	 * @return the name, as in events and metrics
	 */
	public String name() {
		return this.settings.name();
	}

	/**
	 * Return what it takes for tokens to come back: one token of a bucket, or all of a
	 * window.
	 * @return the period
	 */
	public Duration period() {
		return this.settings.period();
	}

	private <T> Mono<T> reporting(Mono<T> call, String key) {
		return call.doOnError(Limit::isRefusal, (ex) -> this.listeners.forEach((listener) -> report(listener, key)));
	}

	/**
	 * What refuses must not depend on who hears of it.
	 */
	private void report(RateLimitListener listener, String key) {
		try {
			listener.refused(this.settings, key);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the rate limits failed: " + ex.getClass().getName());
		}
	}

	private static boolean isRefusal(Throwable ex) {
		return ex instanceof FaroeException faroe && faroe.error() == FaroeError.TOO_MANY_REQUESTS;
	}

}

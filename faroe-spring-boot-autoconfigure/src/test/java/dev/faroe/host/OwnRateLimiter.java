package dev.faroe.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.ratelimit.Charge;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import reactor.core.publisher.Mono;

/**
 * The store of an application: it notes when each token that was taken comes back.
 */
final class OwnRateLimiter implements RateLimiter {

	private final Map<List<Object>, Deque<Instant>> taken = new HashMap<>();

	private final Clock clock;

	OwnRateLimiter(Clock clock) {
		this.clock = clock;
	}

	@Override
	public Mono<Charge> charge(RateLimit limit, String key) {
		return Mono.fromCallable(() -> take(limit, key));
	}

	@Override
	public Mono<Void> check(RateLimit limit, String key) {
		return Mono.fromRunnable(() -> require(limit, key));
	}

	@Override
	public Mono<Void> clear(RateLimit limit, String key) {
		return Mono.fromRunnable(() -> remove(limit, key));
	}

	private synchronized Charge take(RateLimit limit, String key) {
		Deque<Instant> tokens = require(limit, key);
		Instant last = tokens.isEmpty() ? this.clock.instant() : tokens.getLast();
		boolean sharesPeriod = limit.kind() == RateLimit.Kind.WINDOW && !tokens.isEmpty();
		tokens.add(sharesPeriod ? last : last.plus(limit.period()));
		AtomicBoolean givenBack = new AtomicBoolean();
		return () -> Mono.fromRunnable(() -> {
			if (givenBack.compareAndSet(false, true)) {
				giveBack(limit, key, tokens);
			}
		});
	}

	private synchronized void giveBack(RateLimit limit, String key, Deque<Instant> tokens) {
		if (tokens(limit, key) == tokens) {
			tokens.removeLast();
		}
	}

	private synchronized void remove(RateLimit limit, String key) {
		this.taken.remove(List.of(limit, key));
	}

	private synchronized Deque<Instant> require(RateLimit limit, String key) {
		Deque<Instant> tokens = tokens(limit, key);
		if (tokens.size() >= limit.capacity()) {
			throw new FaroeException(FaroeError.TOO_MANY_REQUESTS,
					Duration.between(this.clock.instant(), tokens.getFirst()));
		}
		return tokens;
	}

	/**
	 * Those that come back to nobody any more are another list than those that come next.
	 */
	private Deque<Instant> tokens(RateLimit limit, String key) {
		Deque<Instant> tokens = this.taken.computeIfAbsent(List.of(limit, key), (absent) -> new ArrayDeque<>());
		tokens.removeIf((comesBack) -> !comesBack.isAfter(this.clock.instant()));
		if (tokens.isEmpty()) {
			tokens = new ArrayDeque<>();
			this.taken.put(List.of(limit, key), tokens);
		}
		return tokens;
	}

}

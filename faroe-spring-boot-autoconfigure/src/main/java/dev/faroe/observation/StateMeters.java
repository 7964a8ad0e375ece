package dev.faroe.observation;

import java.util.EnumSet;
import java.util.Locale;

import dev.faroe.event.publishing.QueuedEvents;
import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import dev.faroe.password.breach.PwnedPasswordChecker;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.ratelimit.RateLimiter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Shows the state of what has one: the threads that hash, the check of new passwords
 * against breaches, the store of the limits, and the events that wait for listeners.
 */
final class StateMeters implements MeterBinder {

	private final @Nullable PasswordHasher hasher;

	private final @Nullable Argon2idPasswordEncoder encoder;

	private final @Nullable PwnedPasswordChecker checker;

	private final @Nullable RateLimiter rateLimiter;

	private final @Nullable QueuedEvents events;

	StateMeters(@Nullable PasswordHasher hasher, @Nullable Argon2idPasswordEncoder encoder,
			@Nullable PwnedPasswordChecker checker, @Nullable RateLimiter rateLimiter, @Nullable QueuedEvents events) {
		this.hasher = hasher;
		this.encoder = encoder;
		this.checker = checker;
		this.rateLimiter = rateLimiter;
		this.events = events;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.hasher != null) {
			Gauge.builder("faroe.hashing.queued", this.hasher, PasswordHasher::queued)
				.description("Hashes that wait for a thread")
				.register(registry);
			Gauge.builder("faroe.hashing.active", this.hasher, PasswordHasher::active)
				.description("Hashes that are being computed")
				.register(registry);
		}
		if (this.encoder != null) {
			for (Argon2Engine engine : EnumSet.complementOf(EnumSet.of(Argon2Engine.AUTO))) {
				bindEngine(registry, this.encoder, engine);
			}
		}
		if (this.checker != null) {
			Gauge.builder("faroe.breach.check.suspended", this.checker, (checker) -> checker.isSuspended() ? 1 : 0)
				.description("1 while passwords are not checked against breaches, after failures")
				.register(registry);
		}
		if (this.rateLimiter != null) {
			Gauge
				.builder("faroe.rate.limit.store.available", this.rateLimiter,
						(limiter) -> limiter.isAvailable() ? 1 : 0)
				.description("1 while the counts of the limits can be reached")
				.register(registry);
			FunctionCounter.builder("faroe.rate.limit.store.failures", this.rateLimiter, RateLimiter::failures)
				.description("How often the counts of the limits could not be reached")
				.register(registry);
		}
		if (this.events != null) {
			Gauge.builder("faroe.events.queued", this.events, QueuedEvents::queued)
				.description("Events that wait for the listeners of the application")
				.register(registry);
			FunctionCounter.builder("faroe.events.dropped", this.events, QueuedEvents::dropped)
				.description("Events that were dropped because the queue was full")
				.register(registry);
		}
	}

	private static void bindEngine(MeterRegistry registry, Argon2idPasswordEncoder encoder, Argon2Engine engine) {
		String name = engine.name().toLowerCase(Locale.ROOT);
		Gauge.builder("faroe.hashing.engine", encoder, (argon2) -> (argon2.engine() == engine) ? 1 : 0)
			.tag("engine", name)
			.description("1 for the engine that hashes")
			.register(registry);
		Gauge
			.builder("faroe.hashing.engine.speed", encoder,
					(argon2) -> argon2.speeds().getOrDefault(engine, Double.NaN))
			.tag("engine", name)
			.baseUnit("hashes")
			.description("Hashes a second on all threads, when the engines were compared")
			.register(registry);
	}

}

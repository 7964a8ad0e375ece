package dev.faroe.passkey;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.faroe.account.Accounts;
import dev.faroe.event.FaroeEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.passkey.PasskeyProperties.Attestation;
import dev.faroe.ratelimit.Limits;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.test.FaroeServer;
import reactor.core.publisher.Mono;

/**
 * The passkeys of a server, with something else that happens in the middle of a ceremony:
 * when what is verified is about to be stored.
 */
final class InterruptedCeremonies implements FaroeEvents {

	/** Others than those of the server: what happens in the middle may need these. */
	private static final CeremonyThreads THREADS = new CeremonyThreads(1, 8);

	/** What a loaded machine may need; it is no assertion. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final Clock clock;

	private final AtomicReference<Runnable> interruption = new AtomicReference<>(() -> {
	});

	private final List<FaroeEvent> events = new CopyOnWriteArrayList<>();

	private final PasskeyService service;

	InterruptedCeremonies(FaroeServer server) {
		this.clock = server.clock();
		PasskeyRepository rows = server.bean(PasskeyRepository.class);
		Accounts accounts = server.bean("faroeAccounts");
		Challenges challenges = server.bean("faroePasskeyChallenges");
		FaroeDatabase database = server.bean(FaroeDatabase.class);
		TokenGenerator tokens = server.bean(TokenGenerator.class);
		Clock interrupting = new InterruptingClock();
		UserHandles handles = new UserHandles(rows, server.bean(EncryptionAtRest.class), tokens);
		this.service = new PasskeyService(rows, new PasskeyRegistry(rows, handles, accounts,
				server.bean("faroeAccountChanges"), tokens, interrupting, database.transaction(), 3, this), accounts,
				challenges,
				new PasskeyVerification(rows, handles, challenges,
						new Ceremonies("shop.example", List.of(PasskeyEndpoints.ORIGIN), null), THREADS, interrupting,
						this),
				new PasskeyOptions("shop.example", "Shop", List.of(), Attestation.NONE),
				server.<Limits>bean("faroeLimits")
					.ofAddresses(RateLimit.bucket("passkey-challenge", 1, Duration.ofHours(1))),
				database.transaction());
	}

	/**
	 * Return the service whose next ceremony something happens in.
	 */
	PasskeyService interruptedBy(Mono<?> interruption) {
		this.interruption.set(() -> interruption.block(PATIENCE));
		return this.service;
	}

	/**
	 * Return what has been published.
	 */
	List<FaroeEvent> events() {
		return this.events;
	}

	@Override
	public Mono<Void> publishAfterCommit(Function<Instant, ? extends FaroeEvent> event) {
		return Mono.fromRunnable(() -> publishNow(event));
	}

	@Override
	public void publishNow(Function<Instant, ? extends FaroeEvent> event) {
		this.events.add(event.apply(this.clock.instant()));
	}

	private final class InterruptingClock extends Clock {

		@Override
		public Instant instant() {
			InterruptedCeremonies.this.interruption.getAndSet(() -> {
			}).run();
			return InterruptedCeremonies.this.clock.instant();
		}

		@Override
		public ZoneId getZone() {
			return InterruptedCeremonies.this.clock.getZone();
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new IllegalArgumentException("This clock has one zone");
		}

	}

}

package dev.faroe.lockout;

import java.time.Clock;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.event.LockOutEndedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limit;
import dev.faroe.ratelimit.Limits;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Tells operators what keeps a user from logging in, or from something else, and ends it.
 * Failures are signalled as {@link FaroeException}.
 * <p>
 * <strong>For operators only.</strong> Whoever can call {@link #end} gives whoever
 * guesses a user's password or codes as many new guesses: make sure first that it is the
 * user who asks, and never let users, or a program on their behalf, call it.
 * <p>
 * Only limits on the user count. Limits on client addresses, and those on an email
 * address that the flows have, are not the user's and stay. Where each instance counts in
 * its own memory, it lists and ends what it has counted itself.
 */
public class LockOutService {

	private final Accounts accounts;

	private final Limits limits;

	private final List<LockOutPart> parts;

	private final Clock clock;

	private final TransactionalOperator transaction;

	private final FaroeEvents events;

	LockOutService(Accounts accounts, Limits limits, List<LockOutPart> parts, Clock clock,
			TransactionalOperator transaction, FaroeEvents events) {
		this.accounts = accounts;
		this.limits = limits;
		this.parts = List.copyOf(parts);
		this.clock = clock;
		this.transaction = transaction;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * List the limits of a user that are exhausted. Takes nothing from a limit, and is in
	 * no event and no metric of refused attempts.
	 * @param userId the user's id
	 * @return the lock-outs, in an order that stays the same, none if the user is kept
	 * from nothing, or an error signal with {@link FaroeError#NOT_FOUND}, or with
	 * {@link FaroeError#SERVICE_UNAVAILABLE} if the limits cannot be looked at
	 */
	public Flux<LockOut> list(String userId) {
		return this.accounts.require(userId)
			.thenMany(Flux.concat(Flux.fromIterable(this.limits.ofUsers()).concatMap((limit) -> find(limit, userId)),
					Flux.fromIterable(this.parts).concatMap((part) -> part.find(userId))));
	}

	private Mono<LockOut> find(Limit limit, String userId) {
		return limit.look(userId).map((wait) -> new LockOut(limit.name(), this.clock.instant().plus(wait)));
	}

	/**
	 * End what keeps a user from anything: all limits of the user are whole again, also
	 * those that are not exhausted, and the failures in a row are forgotten. For
	 * operators only: it gives whoever guesses new guesses.
	 * <p>
	 * Each attempt that is under way may be forgotten with the others when it fails, or
	 * give its charge back to the new count: there may be as many more guesses as there
	 * were attempts. Within a transaction of the caller, the failures in a row are
	 * forgotten when that commits, and the {@link LockOutEndedEvent} is published then;
	 * the limits are not in the database, and are whole at once, whatever becomes of the
	 * transaction.
	 * @param userId the user's id
	 * @return a completion signal, also if nothing was exhausted, or an error signal with
	 * {@link FaroeError#NOT_FOUND}, or with {@link FaroeError#SERVICE_UNAVAILABLE} if the
	 * limits could not be made whole, or not all of them: then no failures in a row are
	 * forgotten, nothing is published, and the call can be repeated
	 */
	public Mono<Void> end(String userId) {
		// Not within the transaction: a store may answer on another thread.
		return this.accounts.require(userId)
			.thenMany(Flux.fromIterable(this.limits.ofUsers()).concatMap((limit) -> limit.reset(userId)))
			.then(Mono.defer(() -> forgetFailures(userId)));
	}

	/**
	 * Forgets no attempt that begins afterwards: what charges one waits for the row, and
	 * adds to what is in it then.
	 */
	private Mono<Void> forgetFailures(String userId) {
		return this.accounts.lock(userId)
			.then(Mono.defer(() -> this.accounts.clearPasswordFailures(userId)))
			.then(Mono.defer(() -> this.accounts.clearFactorFailures(userId)))
			.then(Mono.defer(() -> this.events.publishAfterCommit((time) -> new LockOutEndedEvent(userId, time))))
			.as(this.transaction::transactional);
	}

}

package dev.faroe.passkey;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Account;
import dev.faroe.account.AccountChange;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.event.SecondFactorAddedEvent;
import dev.faroe.event.SecondFactorRemovedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.security.TokenGenerator;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Adds and removes passkeys, each in a transaction that locks the user first, as every
 * transaction that changes a user does.
 */
final class PasskeyRegistry {

	private final PasskeyRepository passkeys;

	private final UserHandles handles;

	private final Accounts accounts;

	private final AccountChanges changes;

	private final TokenGenerator tokens;

	private final Clock clock;

	private final TransactionalOperator transaction;

	private final int maxPasskeys;

	private final FaroeEvents events;

	PasskeyRegistry(PasskeyRepository passkeys, UserHandles handles, Accounts accounts, AccountChanges changes,
			TokenGenerator tokens, Clock clock, TransactionalOperator transaction, int maxPasskeys,
			FaroeEvents events) {
		this.passkeys = passkeys;
		this.handles = handles;
		this.accounts = accounts;
		this.changes = changes;
		this.tokens = tokens;
		this.clock = clock;
		this.transaction = transaction;
		this.maxPasskeys = maxPasskeys;
		this.events = events;
	}

	/**
	 * Begin a registration, with the user locked.
	 */
	<T> Mono<T> begin(String userId, Beginning<T> beginning) {
		return this.accounts.lock(userId)
			.flatMap((user) -> this.passkeys.findByUserId(userId)
				.collectList()
				.filter((existing) -> existing.size() < this.maxPasskeys)
				.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_ALLOWED)))
				.flatMap((existing) -> this.handles.getOrCreate(userId, !existing.isEmpty())
					.flatMap((handle) -> beginning.begin(user, handle, existing))))
			.as(this.transaction::transactional);
	}

	/**
	 * Add a passkey, unless the user's sessions have ended since its challenge was there:
	 * a change that makes challenges void finds none that has just been used up.
	 */
	Mono<StoredPasskey> add(String userId, long sessionsSince, NewCredential credential, String name) {
		return Mono.defer(() -> {
			StoredPasskey passkey = credential.passkey(this.tokens.id(), userId,
					this.clock.instant().truncatedTo(ChronoUnit.SECONDS), name);
			return this.accounts.lock(userId)
				.filter((user) -> user.sessionsSince() == sessionsSince)
				.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.INVALID_REQUEST)))
				.then(requireRoom(userId))
				.then(Mono.defer(() -> this.passkeys.insert(passkey)))
				.then(endSessions(userId))
				.then(this.events.publishAfterCommit(
						(time) -> new SecondFactorAddedEvent(userId, PasskeyFactor.TYPE, passkey.id(), time)))
				.as(this.transaction::transactional)
				.onErrorMap(DuplicateKeyException.class, (ex) -> new FaroeException(FaroeError.INVALID_DATA))
				.thenReturn(passkey);
		});
	}

	private Mono<Void> requireRoom(String userId) {
		return Mono.defer(() -> this.passkeys.countByUserId(userId))
			.filter((count) -> count < this.maxPasskeys)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_ALLOWED)))
			.then();
	}

	Mono<Void> delete(StoredPasskey passkey) {
		return this.accounts.lock(passkey.userId())
			.then(Mono.defer(() -> this.passkeys.deleteById(passkey.id())))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))
			.then(endSessions(passkey.userId()))
			.then(reportRemoval(passkey.userId(), 1))
			.as(this.transaction::transactional);
	}

	Mono<Integer> deleteAll(String userId) {
		return this.accounts.lock(userId)
			.then(Mono.defer(() -> this.passkeys.deleteByUserId(userId)))
			.delayUntil((rows) -> (rows > 0) ? endSessions(userId).then(reportRemoval(userId, rows)) : Mono.empty())
			.as(this.transaction::transactional);
	}

	private Mono<Void> endSessions(String userId) {
		return Mono.defer(() -> this.changes.voidAfter(AccountChange.SECOND_FACTORS, userId));
	}

	private Mono<Void> reportRemoval(String userId, int count) {
		return this.events
			.publishAfterCommit((time) -> new SecondFactorRemovedEvent(userId, PasskeyFactor.TYPE, count, time));
	}

	/**
	 * What a registration begins with.
	 *
	 * @param <T> what the browser needs for it
	 */
	@FunctionalInterface
	interface Beginning<T> {

		Mono<T> begin(Account user, byte[] handle, List<StoredPasskey> existing);

	}

}

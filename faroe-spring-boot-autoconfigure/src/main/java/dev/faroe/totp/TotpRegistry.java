package dev.faroe.totp;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChange;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.event.SecondFactorAddedEvent;
import dev.faroe.event.SecondFactorRemovedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.security.DecryptionException;
import dev.faroe.security.TokenGenerator;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Adds and removes credentials, each in a transaction that locks the user first, as every
 * transaction that changes a user does. It counts no attempts: that is for what uses it.
 */
public final class TotpRegistry {

	private final TotpCredentialRepository credentials;

	private final Accounts accounts;

	private final AccountChanges changes;

	private final StoredKeys keys;

	private final TotpCodes codes;

	private final TokenGenerator tokens;

	private final Clock clock;

	private final TransactionalOperator transaction;

	private final int maxCredentials;

	private final FaroeEvents events;

	TotpRegistry(TotpCredentialRepository credentials, Accounts accounts, AccountChanges changes, StoredKeys keys,
			TotpCodes codes, TokenGenerator tokens, Clock clock, TransactionalOperator transaction, int maxCredentials,
			FaroeEvents events) {
		this.credentials = credentials;
		this.accounts = accounts;
		this.changes = changes;
		this.keys = keys;
		this.codes = codes;
		this.tokens = tokens;
		this.clock = clock;
		this.transaction = transaction;
		this.maxCredentials = maxCredentials;
		this.events = events;
	}

	/**
	 * Register a credential, beside those that the user has already.
	 * @param attempt what learns whether the code is right
	 * @param userId the user's id
	 * @param key the key
	 * @param code a current code
	 * @param entitlement uses up what entitles to it, once the user is locked; its error
	 * takes the credential back
	 * @return the credential, or an error signal as those of {@link TotpService#register}
	 */
	public Mono<TotpCredential> register(Attempt attempt, String userId, TotpKey key, String code,
			Mono<Void> entitlement) {
		return add(attempt, userId, key, code, entitlement.then(Mono.defer(() -> requireRoom(userId))));
	}

	Mono<TotpCredential> register(String userId, TotpKey key, String code) {
		return add(new Attempt(), userId, key, code, Mono.defer(() -> requireRoom(userId)));
	}

	Mono<TotpCredential> replaceAll(String userId, TotpKey key, String code) {
		return add(new Attempt(), userId, key, code, Mono.defer(() -> removeAll(userId)).then());
	}

	private Mono<TotpCredential> add(Attempt attempt, String userId, TotpKey key, String code, Mono<Void> preparation) {
		return this.accounts.require(userId).then(Mono.defer(() -> {
			Arguments.requirePresent(key);
			Arguments.requireCode(code);
			Instant now = this.clock.instant();
			if (!attempt.judge(() -> this.codes.find(key, code, now).isPresent())) {
				return Mono.error(new FaroeException(FaroeError.INCORRECT_CODE));
			}
			TotpCredential credential = new TotpCredential(this.tokens.id(), userId,
					now.truncatedTo(ChronoUnit.SECONDS));
			return insert(credential, key, preparation);
		}));
	}

	private Mono<TotpCredential> insert(TotpCredential credential, TotpKey key, Mono<Void> preparation) {
		String userId = credential.userId();
		return this.accounts.lock(userId)
			.then(preparation)
			.then(addMissingFingerprints(userId))
			.then(this.credentials.insert(credential.id(), userId, credential.createdAt(),
					this.keys.encrypt(credential, key), key.fingerprint(userId), StoredTotpCredential.UNUSED))
			.then(endSessions(userId))
			.then(this.events.publishAfterCommit(
					(time) -> new SecondFactorAddedEvent(userId, TotpFactor.TYPE, credential.id(), time)))
			.as(this.transaction::transactional)
			.onErrorMap(DuplicateKeyException.class, (ex) -> new FaroeException(FaroeError.INVALID_DATA))
			.thenReturn(credential);
	}

	/**
	 * Credentials from before there were fingerprints get theirs, so that the database
	 * knows their keys, too. One that cannot be read keeps no other from being
	 * registered.
	 */
	private Mono<Void> addMissingFingerprints(String userId) {
		return this.credentials.findWithoutFingerprint(userId)
			.collectList()
			.flatMapIterable((all) -> all)
			.concatMap((stored) -> Mono.fromSupplier(() -> this.keys.decrypt(stored).fingerprint(userId))
				.onErrorResume(DecryptionException.class, (ex) -> Mono.empty())
				.flatMap((fingerprint) -> this.credentials.setFingerprint(stored.id(), userId, fingerprint)))
			.then();
	}

	private Mono<Void> requireRoom(String userId) {
		return this.credentials.countByUserId(userId)
			.filter((count) -> count < this.maxCredentials)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_ALLOWED)))
			.then();
	}

	Mono<Void> delete(StoredTotpCredential stored) {
		return this.accounts.lock(stored.userId())
			.then(this.credentials.deleteById(stored.id()))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))
			.then(this.credentials.clearFailuresWithoutCredential(stored.userId()))
			.then(endSessions(stored.userId()))
			.then(reportRemoval(stored.userId(), 1))
			.as(this.transaction::transactional);
	}

	Mono<Integer> deleteAll(String userId) {
		return this.accounts.require(userId)
			.then(Mono.defer(() -> removeAll(userId))
				.delayUntil((rows) -> (rows > 0) ? endSessions(userId) : Mono.empty())
				.as(this.transaction::transactional));
	}

	private Mono<Integer> removeAll(String userId) {
		return this.accounts.lock(userId)
			.then(Mono.defer(() -> this.accounts.clearFactorFailures(userId)))
			.then(this.credentials.deleteByUserId(userId))
			.delayUntil((rows) -> reportRemoval(userId, rows));
	}

	private Mono<Void> endSessions(String userId) {
		return Mono.defer(() -> this.changes.voidAfter(AccountChange.SECOND_FACTORS, userId));
	}

	private Mono<Void> reportRemoval(String userId, int count) {
		return (count > 0) ? this.events.publishAfterCommit(
				(time) -> new SecondFactorRemovedEvent(userId, TotpFactor.TYPE, count, time)) : Mono.empty();
	}

}

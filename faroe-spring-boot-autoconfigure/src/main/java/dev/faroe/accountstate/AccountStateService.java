package dev.faroe.accountstate;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChange;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.event.SessionsEndedEvent;
import dev.faroe.event.UserDisabledEvent;
import dev.faroe.event.UserEnabledEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.security.TokenGenerator;
import dev.faroe.security.WellFormedText;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Disables and enables users, and ends their sessions. A user who is disabled cannot log
 * in, by whatever way, nor reset the password, and no session of the user counts.
 * Failures are signalled as {@link FaroeException}.
 */
public class AccountStateService {

	/** The greatest length of a reason, in characters. */
	public static final int MAX_REASON_LENGTH = 500;

	/** The greatest number of users that can be asked for at once. */
	public static final int MAX_AT_ONCE = 64;

	private final AccountStateRepository states;

	private final Accounts accounts;

	private final AccountChanges changes;

	private final Clock clock;

	private final TransactionalOperator transaction;

	private final FaroeEvents events;

	AccountStateService(AccountStateRepository states, Accounts accounts, AccountChanges changes, Clock clock,
			TransactionalOperator transaction, FaroeEvents events) {
		this.states = states;
		this.accounts = accounts;
		this.changes = changes;
		this.clock = clock;
		this.transaction = transaction;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * Find the state of a user.
	 * @param userId the user's id
	 * @return the state, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<AccountState> get(String userId) {
		return Arguments.id(userId)
			.flatMap(this.states::find)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)));
	}

	/**
	 * Find the states of many users.
	 * @param userIds the users' ids, at most {@value #MAX_AT_ONCE}
	 * @return the states of those that exist, in any order, or an error signal with
	 * {@link FaroeError#INVALID_DATA} if there are more
	 */
	public Flux<AccountState> getAll(Collection<String> userIds) {
		return Flux.defer(() -> {
			List<String> ids = Arguments.requirePresent(userIds).stream().filter(TokenGenerator::isId).toList();
			if (ids.size() > MAX_AT_ONCE) {
				throw new FaroeException(FaroeError.INVALID_DATA);
			}
			return this.states.findAll(ids);
		});
	}

	/**
	 * Keep a user from logging in, end the user's sessions, and remove the user's
	 * password reset and email update requests, all or nothing. For a user who is
	 * disabled already, only the reason changes.
	 * @param userId the user's id
	 * @param reason why, for operators, at most {@value #MAX_REASON_LENGTH} characters,
	 * or {@code null}; users never see it
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * or {@link FaroeError#INVALID_DATA}
	 */
	public Mono<Void> disable(String userId, @Nullable String reason) {
		return this.accounts.require(userId).then(Mono.defer(() -> {
			requireValid(reason);
			return this.accounts.lock(userId)
				.then(Mono.defer(() -> disableNow(userId, reason)))
				.as(this.transaction::transactional);
		}));
	}

	private static void requireValid(@Nullable String reason) {
		if (reason != null && (reason.length() > MAX_REASON_LENGTH || !WellFormedText.isWellFormed(reason))) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	private Mono<Void> disableNow(String userId, @Nullable String reason) {
		return this.states.disable(userId, this.clock.instant().truncatedTo(ChronoUnit.SECONDS), reason)
			.flatMap((rows) -> {
				if (rows == 0) {
					return this.states.setReason(userId, reason).then();
				}
				return this.changes.voidAfter(AccountChange.DISABLED, userId)
					.then(this.events.publishAfterCommit((time) -> new UserDisabledEvent(userId, time)));
			});
	}

	/**
	 * Let a user log in again. The sessions of before stay ended.
	 * @param userId the user's id
	 * @return a completion signal, also if the user is not disabled, or an error signal
	 * with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> enable(String userId) {
		return this.accounts.lock(userId)
			.then(Mono.defer(() -> this.states.enable(userId)))
			.filter((rows) -> rows > 0)
			.flatMap((rows) -> this.events.publishAfterCommit((time) -> new UserEnabledEvent(userId, time)))
			.as(this.transaction::transactional);
	}

	/**
	 * End all sessions of a user, except for the one that this is called in, and remove
	 * the requests from which sessions could begin: codes to log in with.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> endSessions(String userId) {
		return this.accounts.lock(userId)
			.then(Mono.defer(() -> this.changes.voidAfter(AccountChange.SESSIONS, userId)))
			.then(Mono.defer(() -> this.events.publishAfterCommit((time) -> new SessionsEndedEvent(userId, time))))
			.as(this.transaction::transactional);
	}

}

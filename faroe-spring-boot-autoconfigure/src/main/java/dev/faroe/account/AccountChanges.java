package dev.faroe.account;

import java.util.List;

import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;

/**
 * Changes users within a transaction of the caller, together with what a change makes
 * void. It asks for no password, judges none and publishes no event: that is for the
 * features which use it. No application can have it injected by its type alone.
 */
public class AccountChanges {

	private final Accounts accounts;

	private final List<Voidable> voidables;

	/**
	 * Create an instance.
	 * @param accounts the users
	 * @param voidables what changes make void, in the order in which all transactions
	 * have it
	 */
	public AccountChanges(Accounts accounts, List<Voidable> voidables) {
		this.accounts = accounts;
		this.voidables = List.copyOf(voidables);
	}

	/**
	 * Set the password of a user, and forget the failed attempts at the former one.
	 * @param userId the user's id
	 * @param passwordHash the hash of the new password
	 * @param entitlement uses up what entitles to it, once the user is locked; its error
	 * takes the password back
	 * @return a completion signal, also if there is no such user
	 */
	public Mono<Void> setPassword(String userId, String passwordHash, Mono<Void> entitlement) {
		return this.accounts.repository()
			.setPassword(userId, passwordHash)
			.then(entitlement)
			.then(Mono.defer(() -> voidAfter(AccountChange.PASSWORD, userId)));
	}

	/**
	 * Replace the email address of a user by one that the user has proved to own.
	 * @param userId the user's id
	 * @param email the new address
	 * @return the user as before, or an error signal with {@link FaroeError#NOT_FOUND} or
	 * {@link FaroeError#EMAIL_ALREADY_USED}
	 */
	public Mono<Account> replaceEmail(String userId, EmailAddress email) {
		return this.accounts.lock(userId)
			.delayUntil((former) -> this.accounts.repository().setEmail(userId, email.value()))
			.onErrorMap(DuplicateKeyException.class, (ex) -> new FaroeException(FaroeError.EMAIL_ALREADY_USED))
			.delayUntil((former) -> voidAfter(AccountChange.EMAIL, userId));
	}

	/**
	 * Mark the email address of a user as verified. A user without one stays as it is:
	 * there is nothing that could have been verified.
	 * @param userId the user's id
	 * @return a completion signal
	 */
	public Mono<Void> markEmailVerified(String userId) {
		return this.accounts.repository().markEmailVerified(userId).then();
	}

	/**
	 * Do what a change entails: the sessions of the user end, except for the one that it
	 * is made in unless the user is disabled, and what it makes void is removed.
	 * @param change what has changed
	 * @param userId the user's id
	 * @return a completion signal
	 */
	public Mono<Void> voidAfter(AccountChange change, String userId) {
		return ((change == AccountChange.DISABLED) ? this.accounts.endAllSessions(userId)
				: this.accounts.endSessions(userId))
			.thenMany(Flux.fromIterable(this.voidables))
			.concatMap((voidable) -> voidable.voidAfter(change, userId))
			.then();
	}

}

package dev.faroe.account;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.sql.AfterCommit;
import dev.faroe.sql.FaroeDatabase;
import reactor.core.publisher.Mono;

/**
 * Looks for the rows of users, and locks them. The user comes first in every transaction
 * that changes a user: parallel ones would otherwise wait for each other.
 */
public class Accounts {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final AccountRepository accounts;

	private final Clock clock;

	private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

	private volatile Duration remembered = Duration.ZERO;

	/**
	 * Create an instance.
	 * @param database where the rows are
	 * @param clock what tells the time
	 */
	public Accounts(FaroeDatabase database, Clock clock) {
		this.clock = clock;
		this.accounts = database.repository(AccountRepository.class);
	}

	AccountRepository repository() {
		return this.accounts;
	}

	/**
	 * Require that a user exists.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> require(String userId) {
		return Arguments.id(userId)
			.flatMap(this.accounts::exists)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))
			.then();
	}

	/**
	 * Require that no user has an email address. A user may have it a moment later: this
	 * tells early what is going to fail, and decides nothing.
	 * @param email the address
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#EMAIL_ALREADY_USED}
	 */
	public Mono<Void> requireUnused(EmailAddress email) {
		return Mono.defer(() -> this.accounts.existsByEmail(email.value()))
			.filter(Boolean::booleanValue)
			.flatMap((used) -> Mono.error(new FaroeException(FaroeError.EMAIL_ALREADY_USED)));
	}

	/**
	 * Let nobody else change or delete a user until the transaction of the caller ends.
	 * @param userId the user's id
	 * @return the user, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Account> lock(String userId) {
		return Arguments.id(userId)
			.flatMap(this.accounts::lock)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)));
	}

	/**
	 * Find what requests of a user depend on: the password and the email address.
	 * @param userId the user's id
	 * @return a text that is another one when either has changed, which is a secret, or
	 * an error signal with {@link FaroeError#NOT_FOUND}, or with
	 * {@link FaroeError#NOT_ALLOWED} if the user is disabled
	 */
	public Mono<String> basis(String userId) {
		return Arguments.id(userId)
			.flatMap(this.accounts::findBasis)
			.switchIfEmpty(Mono.defer(() -> require(userId))
				.then(Mono.error(() -> new FaroeException(FaroeError.NOT_ALLOWED))));
	}

	/**
	 * Do as {@link #lock}, unless somebody has changed the password or the email address.
	 * @param userId the user's id
	 * @param basis what {@link #basis} found
	 * @return the user, or nothing if there is no such user, something has changed or the
	 * user is disabled
	 */
	public Mono<Account> lockUnchanged(String userId, String basis) {
		return this.accounts.lockUnchanged(userId, basis);
	}

	/**
	 * Do as {@link #lockUnchanged}, for who cannot go on with anything else. A change of
	 * the password removes the requests that it finds; one that was begun before, and is
	 * inserted after it, must not be there at all.
	 * @param userId the user's id
	 * @param basis what {@link #basis} found
	 * @return the user, or an error signal with {@link FaroeError#NOT_FOUND} if there is
	 * no such user, or with {@link FaroeError#SERVICE_UNAVAILABLE} if something has
	 * changed or the user is disabled
	 */
	public Mono<Account> requireUnchanged(String userId, String basis) {
		return lockUnchanged(userId, basis).switchIfEmpty(Mono.defer(() -> require(userId)
			.then(Mono.error(() -> new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER)))));
	}

	/**
	 * Find the time before which no session of a user counts. What was begun for the user
	 * before it became another one must not be brought to an end.
	 * @param userId the user's id
	 * @return the time, in milliseconds since 1970, or an error signal with
	 * {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Long> sessionsSince(String userId) {
		return Arguments.id(userId)
			.flatMap(this.accounts::findSessionsSince)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)));
	}

	/**
	 * End the sessions of a user: none counts that was begun before. Takes part in the
	 * transaction of the caller. The session that the caller is in, if the reactive
	 * context knows it, goes on once the transaction has committed.
	 * <p>
	 * The time is later than the one before it even if the clocks of two instances
	 * differ, so that no session of before can have it.
	 * @param userId the user's id
	 * @return a completion signal, also if there is no such user, or an error signal with
	 * {@link FaroeError#SERVICE_UNAVAILABLE} if the session that the caller is in has
	 * ended meanwhile: then nothing must change any more
	 */
	public Mono<Void> endSessions(String userId) {
		return endSessions(userId, true);
	}

	/**
	 * Do as {@link #endSessions}, with the session of the caller as well.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal, as with {@link #endSessions}
	 */
	public Mono<Void> endAllSessions(String userId) {
		return endSessions(userId, false);
	}

	private Mono<Void> endSessions(String userId, boolean exceptOwn) {
		return Mono.deferContextual((context) -> this.accounts.lock(userId).flatMap((account) -> {
			OwnSession own = OwnSession.in(context);
			long before = account.sessionsSince();
			long since = Math.max(this.clock.millis(), before + 1);
			if (!own.allows(userId, before, since)) {
				return Mono.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER));
			}
			return this.accounts.setSessionsSince(userId, since)
				.then(exceptOwn ? AfterCommit.run(own.goOn(userId, before, since)) : Mono.<Void>empty())
				.then(reportEndOfSessions(userId));
		}));
	}

	/**
	 * Tell who remembers something about sessions that those of a user have ended, once
	 * the transaction of the caller has committed.
	 * @param userId the user's id
	 * @return a completion signal
	 */
	public Mono<Void> reportEndOfSessions(String userId) {
		return AfterCommit.run(Mono.fromRunnable(() -> this.listeners.forEach((listener) -> listener.accept(userId))))
			.then(Mono.defer(() -> AfterCommit.keepBack(this.remembered)));
	}

	/**
	 * Say that other instances may remember for a while that sessions count. Whoever ends
	 * some hears of it only when they remember it no more, so that none goes on after
	 * that.
	 * @param time how long they may remember it
	 */
	public void countOnMemory(Duration time) {
		this.remembered = time;
	}

	/**
	 * Hear of users whose sessions this instance has ended.
	 * @param listener gets the id of each; it must not block
	 */
	public void onEndOfSessions(Consumer<String> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Charge a failed attempt at a second factor to a user, unless there have been as
	 * many in a row as there may be.
	 * @param userId the user's id
	 * @param maxFailures the greatest number of failures in a row
	 * @return whether it was charged
	 */
	public Mono<Boolean> chargeFactorFailure(String userId, int maxFailures) {
		return this.accounts.chargeFactorFailure(userId, maxFailures).map((rows) -> rows > 0);
	}

	/**
	 * Give back what was charged for an attempt that did not fail.
	 * @param userId the user's id
	 * @return a completion signal
	 */
	public Mono<Void> giveBackFactorFailure(String userId) {
		return this.accounts.giveBackFactorFailure(userId).then();
	}

	/**
	 * Forget the failed attempts at the second factors of a user.
	 * @param userId the user's id
	 * @return a completion signal
	 */
	public Mono<Void> clearFactorFailures(String userId) {
		return this.accounts.clearFactorFailures(userId).then();
	}

	/**
	 * Find how many attempts at the second factors of a user have failed in a row, or are
	 * under way.
	 * @param userId the user's id
	 * @return the number, or nothing if there is no such user
	 */
	public Mono<Integer> factorFailures(String userId) {
		return this.accounts.findFactorFailures(userId);
	}

	/**
	 * Charge a failed attempt at the password of a user, unless there have been as many
	 * in a row as there may be.
	 * @param userId the user's id
	 * @param maxFailures the greatest number of failures in a row
	 * @return whether it was charged
	 */
	public Mono<Boolean> chargePasswordFailure(String userId, int maxFailures) {
		return this.accounts.chargePasswordFailure(userId, maxFailures).map((rows) -> rows > 0);
	}

	/**
	 * Give back what was charged for an attempt at the password that did not fail.
	 * @param userId the user's id
	 * @return a completion signal
	 */
	public Mono<Void> giveBackPasswordFailure(String userId) {
		return this.accounts.giveBackPasswordFailure(userId).then();
	}

	/**
	 * Forget the failed attempts at the password of a user.
	 * @param userId the user's id
	 * @return a completion signal
	 */
	public Mono<Void> clearPasswordFailures(String userId) {
		return this.accounts.clearPasswordFailures(userId).then();
	}

	/**
	 * Find how many attempts at the password of a user have failed in a row, or are under
	 * way.
	 * @param userId the user's id
	 * @return the number, or nothing if there is no such user
	 */
	public Mono<Integer> passwordFailures(String userId) {
		return this.accounts.findPasswordFailures(userId);
	}

}

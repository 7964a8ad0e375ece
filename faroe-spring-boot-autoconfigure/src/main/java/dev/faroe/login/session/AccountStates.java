package dev.faroe.login.session;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountState;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.login.session.RememberedStates.Question;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionContextManager;
import org.springframework.web.server.ResponseStatusException;

/**
 * Finds out whether a session of a user counts. A remembered answer can only say yes: a
 * session that has gone on after a change is newer than what is remembered.
 */
final class AccountStates {

	private final AccountStateService states;

	private final StateBatches batches;

	private final RememberedStates remembered;

	/**
	 * Create an instance.
	 * @param states the states of users
	 * @param batches what asks for them
	 * @param remembered what was answered
	 */
	AccountStates(AccountStateService states, StateBatches batches, RememberedStates remembered) {
		this.states = states;
		this.batches = batches;
		this.remembered = remembered;
	}

	/**
	 * Find the state of a user in whose session a request is made.
	 * @return the state, nothing if the session does not count any more, or an error
	 * signal for 503: a session about which nothing can be found out must not go on
	 */
	Mono<AccountState> ofSession(FaroeUserDetails user) {
		return Mono.defer(() -> {
			AccountState remembered = recall(user);
			return (remembered != null) ? Mono.just(remembered)
					: find(user.getUserId()).filter((state) -> counts(user, state));
		});
	}

	private static boolean counts(FaroeUserDetails user, AccountState state) {
		return !state.disabled() && state.sessionsSince().equals(user.getSessionsSince());
	}

	/**
	 * Do as {@link #ofSession}, but ask nobody.
	 * @return the state, or {@code null} if it is not remembered that the session counts
	 */
	@Nullable AccountState recall(FaroeUserDetails user) {
		AccountState state = this.remembered.recall(user.getUserId());
		return (state != null && counts(user, state)) ? state : null;
	}

	private Mono<AccountState> find(String userId) {
		return ask(userId).onErrorResume(FaroeException.class, (ex) -> (ex.error() == FaroeError.NOT_FOUND)
				? Mono.empty() : Mono.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, null, ex)));
	}

	/**
	 * The context of a request may know the state already, as in tests of applications.
	 */
	private Mono<AccountState> ask(String userId) {
		return Mono.deferContextual((context) -> {
			AccountState known = context.getOrDefault(AccountState.class, null);
			return (known != null && known.userId().equals(userId)) ? Mono.just(known) : askDatabase(userId);
		});
	}

	/**
	 * Who holds a connection must not wait for another one. What a transaction sees can
	 * be older than the question, and be rolled back: others must not go on with it.
	 */
	private Mono<AccountState> askDatabase(String userId) {
		return TransactionContextManager.currentContext()
			.hasElement()
			.onErrorReturn(NoTransactionException.class, false)
			.flatMap((holds) -> holds ? this.states.get(userId) : askForAll(userId));
	}

	/**
	 * The statement asks about those as well about whom the next ones would: each user in
	 * turn would cost as much again.
	 */
	private Mono<AccountState> askForAll(String userId) {
		return Mono.defer(() -> {
			Question question = this.remembered.ask();
			this.remembered.due()
				.forEach(
						(other) -> this.batches.findAlong(other, (state) -> this.remembered.remember(state, question)));
			return this.batches.find(userId).doOnNext((state) -> this.remembered.remember(state, question));
		});
	}

	/**
	 * Forget what is remembered about a user whose sessions this instance has ended.
	 */
	void forget(String userId) {
		this.remembered.forget(userId);
	}

}

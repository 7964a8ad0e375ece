package dev.faroe.account;

import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The session in which a user changes something, as far as there is one. A change that
 * ends the sessions of the user does not end this one.
 */
public interface OwnSession {

	/**
	 * Tell whether a change may be made in the session. It may not if the session is one
	 * of the user and has ended since it was checked: whoever lost it at that moment must
	 * not have the last word. Called in the transaction of the change, which holds the
	 * user's row.
	 * @param userId the user's id
	 * @param before the time before which no session of the user counts so far, in
	 * milliseconds since 1970
	 * @param since the time before which none will count, if the change commits
	 * @return whether it may be made
	 */
	boolean allows(String userId, long before, long since);

	/**
	 * Go on after a change has committed, if the session counted until then and is one of
	 * the user whose sessions have ended.
	 * @param userId the user's id
	 * @param before the time before which no session of the user counted, in milliseconds
	 * since 1970
	 * @param since the time before which none counts now
	 * @return a completion signal
	 */
	Mono<Void> goOn(String userId, long before, long since);

	/**
	 * Tell the services that are called in a reactive context which session it is.
	 * @param context the context
	 * @return the context with the session
	 */
	default Context putInto(Context context) {
		return context.put(OwnSession.class, this);
	}

	/**
	 * Find the session of a reactive context.
	 * @param context the context
	 * @return its session, or one that does nothing
	 */
	static OwnSession in(ContextView context) {
		return context.getOrDefault(OwnSession.class, NoSession.INSTANCE);
	}

}

package dev.faroe.account;

import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The session in which a user changes something, as far as there is one. A change that
 * ends the sessions of the user does not end this one.
 */
@FunctionalInterface
public interface OwnSession {

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
		return context.getOrDefault(OwnSession.class, (userId, before, since) -> Mono.empty());
	}

}

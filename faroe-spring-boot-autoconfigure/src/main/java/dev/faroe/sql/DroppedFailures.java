package dev.faroe.sql;

import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.util.context.Context;

/**
 * What becomes of a failure that comes when nobody waits for the result any more, such as
 * that of a statement whose request timed out or was cancelled. Reactor logs it with its
 * message, unless the context has something else to do with it. What the application has
 * set up for its own failures stays as it is.
 */
public final class DroppedFailures {

	/**
	 * Where Reactor looks for it. Its own constant is not public.
	 */
	static final String KEY = "reactor.onErrorDropped.local";

	private static final Log logger = LogFactory.getLog(DroppedFailures.class);

	private static final Consumer<Throwable> LOG = (failure) -> logger
		.warn("Nobody waited for this failure any more: " + RedactedFailure.describe(failure));

	private DroppedFailures() {
	}

	/**
	 * Have dropped failures logged without what may not be logged of them.
	 * @param context the context of what can fail
	 * @return the context for everything upstream
	 */
	public static Context redact(Context context) {
		return (context.getOrDefault(KEY, null) == LOG) ? context : context.put(KEY, LOG);
	}

}

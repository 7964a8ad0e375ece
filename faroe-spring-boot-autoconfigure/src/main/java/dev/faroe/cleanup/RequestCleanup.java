package dev.faroe.cleanup;

import java.time.Clock;
import java.util.List;

import io.r2dbc.spi.R2dbcException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.Assert;

/**
 * Removes the rows of expired requests. They are as good as gone before: what this does
 * is to keep tables small.
 */
public class RequestCleanup {

	/**
	 * The number of batches of each kind in one run. A run that has more to do leaves it
	 * to the next, instead of keeping the database busy for as long as it takes.
	 */
	static final int MAX_BATCHES = 1000;

	private static final Log logger = LogFactory.getLog(RequestCleanup.class);

	private final List<ExpiredRequests> kinds;

	private final int batchSize;

	private final Clock clock;

	/**
	 * Create a cleanup.
	 * @param kinds the kinds of requests
	 * @param batchSize the greatest number of rows that one statement deletes, at least 1
	 * @param clock what tells the time
	 */
	public RequestCleanup(List<ExpiredRequests> kinds, int batchSize, Clock clock) {
		Assert.isTrue(batchSize > 0, "batchSize must be positive");
		this.kinds = List.copyOf(kinds);
		this.batchSize = batchSize;
		this.clock = clock;
	}

	/**
	 * Remove the requests that have expired. When one kind fails, that is logged and the
	 * others still have their turn.
	 * @return the number of rows of each batch, one batch after another; no batch starts
	 * after a cancellation
	 */
	public Flux<Integer> run() {
		return Flux.fromIterable(this.kinds).concatMap(this::remove, 0);
	}

	private Flux<Integer> remove(ExpiredRequests kind) {
		return Flux.defer(() -> kind.deleteExpired(this.clock.instant(), this.batchSize))
			.repeat(MAX_BATCHES - 1)
			.takeUntil((rows) -> rows < this.batchSize)
			.onErrorResume((ex) -> {
				logger.warn("Expired requests could not be removed, the next cleanup tries again: " + describe(ex));
				return Flux.empty();
			});
	}

	/**
	 * Leaves out messages of the database, which can quote the values of a row.
	 */
	private static String describe(Throwable ex) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
		String type = cause.getClass().getName();
		return (cause instanceof R2dbcException failure) ? type + " [SQL state " + failure.getSqlState() + "]" : type;
	}

}

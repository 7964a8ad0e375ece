package dev.faroe.ratelimit;

import java.util.List;

import io.github.bucket4j.distributed.remote.CommandResult;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.RemoteCommand;
import io.github.bucket4j.distributed.serialization.PrimitiveSerializationHandles;
import io.github.bucket4j.distributed.serialization.SerializationHandle;
import io.github.bucket4j.distributed.versioning.Version;
import io.github.bucket4j.distributed.versioning.Versions;
import org.jspecify.annotations.Nullable;

/**
 * Operations on one bucket, one after the other. It is executed here, by Bucket4j's
 * compare-and-swap, and never travels, so that it needs no serialized form. It is
 * executed again when the bucket has changed meanwhile.
 *
 * @param operations the operations
 */
record BucketCommand(List<Operation> operations) implements RemoteCommand<List<BucketCommand.Outcome>> {

	@Override
	public CommandResult<List<Outcome>> execute(MutableBucketEntry bucket, long now) {
		List<Outcome> outcomes = this.operations.stream().map((operation) -> operation.apply(bucket, now)).toList();
		return CommandResult.success(outcomes, PrimitiveSerializationHandles.NULL_HANDLE);
	}

	@Override
	public SerializationHandle<RemoteCommand<?>> getSerializationHandle() {
		throw new UnsupportedOperationException("This command is executed where it is made");
	}

	@Override
	public boolean isImmediateSyncRequired(long unsynchronizedTokens, long nanosSinceLastSync) {
		return true;
	}

	@Override
	public long estimateTokensToConsume() {
		return this.operations.size();
	}

	@Override
	public long getConsumedTokens(List<Outcome> outcomes) {
		return outcomes.size();
	}

	@Override
	public Version getRequiredVersion() {
		return Versions.v_8_1_0;
	}

	/**
	 * An operation on a bucket.
	 */
	@FunctionalInterface
	interface Operation {

		/**
		 * Work on a bucket. Called any number of times, of which the last counts.
		 * @param bucket the bucket, if there is one
		 * @param now the time in nanoseconds
		 * @return the outcome
		 */
		Outcome apply(MutableBucketEntry bucket, long now);

	}

	/**
	 * What came of an operation. A failure is a value: one that comes when nobody waits
	 * any more is no news.
	 *
	 * @param generation which filling of the bucket a token was taken from
	 * @param nanosToWait how long to wait for a token if there was none, otherwise 0
	 * @param failure why the operation was not executed, or {@code null} if it was
	 */
	record Outcome(long generation, long nanosToWait, @Nullable Throwable failure) {

		static final Outcome DONE = new Outcome(0, 0, null);

		static Outcome failed(Throwable failure) {
			return new Outcome(0, 0, failure);
		}

	}

}

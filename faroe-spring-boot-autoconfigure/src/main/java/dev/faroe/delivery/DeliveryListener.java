package dev.faroe.delivery;

/**
 * Hears how each delivery ends, on whichever thread it ends.
 */
@FunctionalInterface
public interface DeliveryListener {

	/**
	 * A delivery has ended.
	 * @param purpose what it was for, see {@link Deliverable#purpose()}
	 * @param outcome how it ended: {@code SUCCESS}, {@code SUPPRESSED} (it was not to be
	 * sent), {@code FAILURE} (of all attempts), {@code EXPIRED}, {@code QUEUE_FULL},
	 * {@code NO_SENDER} or {@code STOPPED} (with the application)
	 */
	void ended(String purpose, String outcome);

}

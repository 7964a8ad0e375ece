package dev.faroe.delivery;

/**
 * How a delivery ends.
 */
enum DeliveryOutcome {

	SUCCESS, SUPPRESSED, FAILURE, EXPIRED, QUEUE_FULL, NO_SENDER, STOPPED;

	/**
	 * Return whether something was given up that should have arrived.
	 */
	boolean isLoss() {
		return this != SUCCESS && this != SUPPRESSED;
	}

}

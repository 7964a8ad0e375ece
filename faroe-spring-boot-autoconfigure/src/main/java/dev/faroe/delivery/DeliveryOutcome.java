package dev.faroe.delivery;

/**
 * How a delivery ends.
 */
enum DeliveryOutcome {

	SUCCESS, FAILURE, EXPIRED, QUEUE_FULL, NO_SENDER, STOPPED

}

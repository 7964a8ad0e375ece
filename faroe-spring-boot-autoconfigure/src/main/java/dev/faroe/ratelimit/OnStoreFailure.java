package dev.faroe.ratelimit;

/**
 * What becomes of an attempt under a limit when the store of the limits cannot be asked.
 */
public enum OnStoreFailure {

	/**
	 * Let each instance count on its own, in memory, until the store can be asked again.
	 */
	ALLOW,

	/** Refuse the attempt with {@code SERVICE_UNAVAILABLE}. */
	REJECT

}

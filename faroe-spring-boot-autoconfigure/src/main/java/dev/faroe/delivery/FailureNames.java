package dev.faroe.delivery;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be told of a failure to deliver: messages of exceptions name the address, and
 * quote what the server answered.
 */
final class FailureNames {

	/** Causes can go in circles. */
	private static final int MAX_CAUSES = 8;

	private FailureNames() {
	}

	/**
	 * Return the names of the classes of a failure and its causes.
	 */
	static String of(Throwable failure) {
		return Stream.iterate(failure, (ex) -> ex != null, Throwable::getCause)
			.limit(MAX_CAUSES)
			.map((ex) -> ex.getClass().getName())
			.collect(Collectors.joining(", caused by "));
	}

}

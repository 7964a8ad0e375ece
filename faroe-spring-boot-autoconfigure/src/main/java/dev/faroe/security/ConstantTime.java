package dev.faroe.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Comparison of secrets whose duration does not tell where they differ.
 */
public final class ConstantTime {

	private ConstantTime() {
	}

	/**
	 * Tell whether two secrets are equal. The duration depends on the length of the
	 * second alone.
	 * @param expected the secret
	 * @param actual what somebody claims it to be
	 * @return whether they are equal
	 */
	public static boolean equals(String expected, String actual) {
		return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
				actual.getBytes(StandardCharsets.UTF_8));
	}

}

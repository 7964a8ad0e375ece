package dev.faroe.passkey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.faroe.security.Secret;

/**
 * A challenge that tells for which browser it was made, with nothing kept about that: its
 * second half is the message authentication code of the first (HMAC, RFC 2104), with the
 * secret of the browser as the key.
 */
final class BoundChallenge {

	private static final String ALGORITHM = "HmacSHA256";

	private BoundChallenge() {
	}

	/**
	 * Make a challenge.
	 * @param browser the secret of the browser
	 * @param random random bytes
	 * @return the challenge, which begins with these bytes
	 */
	static byte[] of(Secret browser, byte[] random) {
		byte[] code = code(browser, random);
		byte[] challenge = Arrays.copyOf(random, random.length + code.length);
		System.arraycopy(code, 0, challenge, random.length, code.length);
		return challenge;
	}

	/**
	 * Tell whether a challenge was made for a browser.
	 * @param browser the secret of the browser
	 * @param challenge any challenge
	 */
	static boolean isFor(Secret browser, byte[] challenge) {
		byte[] random = Arrays.copyOf(challenge, challenge.length / 2);
		return random.length > 0 && MessageDigest.isEqual(of(browser, random), challenge);
	}

	private static byte[] code(Secret browser, byte[] random) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(browser.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
			return mac.doFinal(random);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java SE platform has " + ALGORITHM, ex);
		}
	}

}

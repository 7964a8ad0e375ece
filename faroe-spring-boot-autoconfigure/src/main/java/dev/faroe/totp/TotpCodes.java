package dev.faroe.totp;

import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import javax.crypto.spec.SecretKeySpec;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import dev.faroe.security.ConstantTime;

/**
 * The codes of RFC 6238: SHA-1, 6 digits, a new one every 30 seconds. The clocks of
 * server and authenticator may differ by 10 seconds.
 * <p>
 * Can be shared among threads: each code is computed with a copy of a message
 * authentication code that stays untouched.
 */
final class TotpCodes {

	static final Duration STEP = Duration.ofSeconds(30);

	static final Duration SKEW = Duration.ofSeconds(10);

	private final HmacOneTimePasswordGenerator generator = new HmacOneTimePasswordGenerator(6);

	TotpCodes() {
		// What the platform loads at first use is loaded now, not on an event loop.
		code(new TotpKey(new byte[TotpKey.LENGTH]), 0);
	}

	String code(TotpKey key, long step) {
		try {
			return this.generator.generateOneTimePasswordString(
					new SecretKeySpec(key.bytes(), this.generator.getAlgorithm()), step, Locale.ROOT);
		}
		catch (InvalidKeyException ex) {
			throw new IllegalStateException("HMAC takes a key of any length", ex);
		}
	}

	/**
	 * Find the step that a code belongs to. All steps are compared, whichever is equal.
	 * @return the step, the later one if it is the code of two; or nothing if the code
	 * belongs to none that is current within the skew
	 */
	OptionalLong find(TotpKey key, String code, Instant now) {
		OptionalLong found = OptionalLong.empty();
		for (long step : currentSteps(now)) {
			if (ConstantTime.equals(code(key, step), code)) {
				found = OptionalLong.of(step);
			}
		}
		return found;
	}

	/**
	 * The skew both ways is shorter than a step, so that these are one or two steps.
	 */
	private static long[] currentSteps(Instant now) {
		return LongStream.rangeClosed(step(now.minus(SKEW)), step(now.plus(SKEW))).toArray();
	}

	static long step(Instant time) {
		return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
	}

}

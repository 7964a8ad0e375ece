package dev.faroe.totp;

import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * What a user has in a pocket: a key of its own, and the time.
 */
public final class Authenticator {

	private static final AtomicInteger KEYS = new AtomicInteger();

	private static final TotpCodes CODES = new TotpCodes();

	private final Clock clock;

	private final TotpKey key;

	public Authenticator(Clock clock) {
		this(clock, newKey());
	}

	private Authenticator(Clock clock, TotpKey key) {
		this.clock = clock;
		this.key = key;
	}

	/**
	 * Return one with a key that it was given as text.
	 */
	public static Authenticator ofBase32(Clock clock, String key) {
		byte[] bytes = new byte[TotpKey.LENGTH];
		for (int bit = 0; bit < 8 * bytes.length; bit++) {
			int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(key.charAt(bit / 5));
			if ((value >> (4 - bit % 5) & 1) == 1) {
				bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
			}
		}
		return new Authenticator(clock, new TotpKey(bytes));
	}

	private static TotpKey newKey() {
		byte[] bytes = new byte[TotpKey.LENGTH];
		Arrays.fill(bytes, (byte) 0xE5);
		int number = KEYS.incrementAndGet();
		bytes[0] = (byte) number;
		bytes[1] = (byte) (number >> 8);
		return new TotpKey(bytes);
	}

	public byte[] keyBytes() {
		return this.key.bytes();
	}

	public String key() {
		return this.key.toBase64();
	}

	public String code() {
		return code(0);
	}

	/**
	 * Return the code of another step than the current one.
	 * @param steps how many steps later
	 * @return the code
	 */
	public String code(int steps) {
		return CODES.code(this.key, TotpCodes.step(this.clock.instant()) + steps);
	}

	/**
	 * Return a code of 6 digits that is the code of no step around the current one.
	 */
	public String wrongCode() {
		long current = TotpCodes.step(this.clock.instant());
		return LongStream.range(0, 10)
			.mapToObj("%06d"::formatted)
			.filter((code) -> LongStream.rangeClosed(current - 2, current + 2)
				.noneMatch((step) -> CODES.code(this.key, step).equals(code)))
			.findFirst()
			.orElseThrow();
	}

}

package dev.faroe.password.argon2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * BLAKE2b without a key (RFC 7693): the hash function that Argon2 begins and ends with.
 */
final class Blake2b {

	/** The length of the longest result, in bytes. */
	static final int LENGTH = 64;

	private static final int BLOCK = 128;

	private static final int ROUNDS = 12;

	/** Parameter block: no key, one node that is its own root. */
	private static final long SEQUENTIAL = 0x01010000L;

	private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long[] IV = { 0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL,
			0xa54ff53a5f1d36f1L, 0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L };

	/** The order in which a round takes the words of the input, a digit for each. */
	private static final String[] SIGMA = { "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194",
			"7931dcbe265a40f8", "905724afe1bc683d", "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a",
			"6fe9b308c2d714a5", "a2847615fb9e3cd0" };

	private Blake2b() {
	}

	/**
	 * Hash some parts as if they were one.
	 * @param length the length of the result in bytes, 1 to {@value #LENGTH}
	 */
	static byte[] hash(int length, byte[]... parts) {
		int total = Arrays.stream(parts).mapToInt((part) -> part.length).sum();
		byte[] input = new byte[Math.max(BLOCK, (total + BLOCK - 1) / BLOCK * BLOCK)];
		int end = 0;
		for (byte[] part : parts) {
			System.arraycopy(part, 0, input, end, part.length);
			end += part.length;
		}
		long[] state = IV.clone();
		state[0] ^= SEQUENTIAL ^ length;
		for (int at = 0; at < input.length; at += BLOCK) {
			boolean last = at + BLOCK == input.length;
			compress(state, input, at, last ? total : at + BLOCK, last);
		}
		// A part may be a password.
		Arrays.fill(input, (byte) 0);
		byte[] output = new byte[LENGTH];
		for (int i = 0; i < state.length; i++) {
			WORD.set(output, i * Long.BYTES, state[i]);
		}
		return Arrays.copyOf(output, length);
	}

	private static void compress(long[] state, byte[] input, int at, long count, boolean last) {
		long[] v = Arrays.copyOf(state, 16);
		System.arraycopy(IV, 0, v, 8, 8);
		v[12] ^= count;
		if (last) {
			v[14] = ~v[14];
		}
		for (int round = 0; round < ROUNDS; round++) {
			String order = SIGMA[round % SIGMA.length];
			for (int i = 0; i < 8; i++) {
				// Four columns, then four diagonals.
				int shift = i / 4;
				mix(v, i % 4, 4 + (i + shift) % 4, 8 + (i + 2 * shift) % 4, 12 + (i + 3 * shift) % 4,
						word(input, at, order.charAt(2 * i)), word(input, at, order.charAt(2 * i + 1)));
			}
		}
		for (int i = 0; i < state.length; i++) {
			state[i] ^= v[i] ^ v[i + 8];
		}
	}

	private static long word(byte[] input, int at, char digit) {
		return (long) WORD.get(input, at + Long.BYTES * Character.digit(digit, 16));
	}

	private static void mix(long[] v, int a, int b, int c, int d, long x, long y) {
		v[a] += v[b] + x;
		v[d] = Long.rotateRight(v[d] ^ v[a], 32);
		v[c] += v[d];
		v[b] = Long.rotateRight(v[b] ^ v[c], 24);
		v[a] += v[b] + y;
		v[d] = Long.rotateRight(v[d] ^ v[a], 16);
		v[c] += v[d];
		v[b] = Long.rotateRight(v[b] ^ v[c], 63);
	}

}

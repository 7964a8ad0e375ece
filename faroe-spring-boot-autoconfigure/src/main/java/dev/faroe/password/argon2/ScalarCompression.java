package dev.faroe.password.argon2;

/**
 * The compression function in the form that the JVM's compiler makes the most of without
 * vectors: the 16 words of a permutation [P] are local variables, and everything that
 * mixes four of them [GB] is written out. Loops over arrays of words side by side, which
 * the compiler can vectorize, were slower, and so was one method for rows and columns.
 */
final class ScalarCompression implements Argon2Compression {

	/** The lower half of a word. */
	private static final long LOW = 0xFFFFFFFFL;

	@Override
	public void compress(long[] blocks, int previous, int reference, int next, boolean xor, Argon2Memory memory) {
		long[] state = memory.state;
		// Ask for all of a block that is probably far away at once, not row by row.
		long touched = 0;
		for (int i = 0; i < Argon2Memory.BLOCK; i += 8) {
			touched |= blocks[reference + i];
		}
		state[0] = touched;
		// The rows, each of 16 words.
		for (int i = 0; i < Argon2Memory.BLOCK; i += 16) {
			long v0 = blocks[previous + i] ^ blocks[reference + i];
			long v1 = blocks[previous + i + 1] ^ blocks[reference + i + 1];
			long v2 = blocks[previous + i + 2] ^ blocks[reference + i + 2];
			long v3 = blocks[previous + i + 3] ^ blocks[reference + i + 3];
			long v4 = blocks[previous + i + 4] ^ blocks[reference + i + 4];
			long v5 = blocks[previous + i + 5] ^ blocks[reference + i + 5];
			long v6 = blocks[previous + i + 6] ^ blocks[reference + i + 6];
			long v7 = blocks[previous + i + 7] ^ blocks[reference + i + 7];
			long v8 = blocks[previous + i + 8] ^ blocks[reference + i + 8];
			long v9 = blocks[previous + i + 9] ^ blocks[reference + i + 9];
			long v10 = blocks[previous + i + 10] ^ blocks[reference + i + 10];
			long v11 = blocks[previous + i + 11] ^ blocks[reference + i + 11];
			long v12 = blocks[previous + i + 12] ^ blocks[reference + i + 12];
			long v13 = blocks[previous + i + 13] ^ blocks[reference + i + 13];
			long v14 = blocks[previous + i + 14] ^ blocks[reference + i + 14];
			long v15 = blocks[previous + i + 15] ^ blocks[reference + i + 15];
			v0 += v4 + 2 * (v0 & LOW) * (v4 & LOW);
			v12 = Long.rotateRight(v12 ^ v0, 32);
			v8 += v12 + 2 * (v8 & LOW) * (v12 & LOW);
			v4 = Long.rotateRight(v4 ^ v8, 24);
			v0 += v4 + 2 * (v0 & LOW) * (v4 & LOW);
			v12 = Long.rotateRight(v12 ^ v0, 16);
			v8 += v12 + 2 * (v8 & LOW) * (v12 & LOW);
			v4 = Long.rotateRight(v4 ^ v8, 63);
			v1 += v5 + 2 * (v1 & LOW) * (v5 & LOW);
			v13 = Long.rotateRight(v13 ^ v1, 32);
			v9 += v13 + 2 * (v9 & LOW) * (v13 & LOW);
			v5 = Long.rotateRight(v5 ^ v9, 24);
			v1 += v5 + 2 * (v1 & LOW) * (v5 & LOW);
			v13 = Long.rotateRight(v13 ^ v1, 16);
			v9 += v13 + 2 * (v9 & LOW) * (v13 & LOW);
			v5 = Long.rotateRight(v5 ^ v9, 63);
			v2 += v6 + 2 * (v2 & LOW) * (v6 & LOW);
			v14 = Long.rotateRight(v14 ^ v2, 32);
			v10 += v14 + 2 * (v10 & LOW) * (v14 & LOW);
			v6 = Long.rotateRight(v6 ^ v10, 24);
			v2 += v6 + 2 * (v2 & LOW) * (v6 & LOW);
			v14 = Long.rotateRight(v14 ^ v2, 16);
			v10 += v14 + 2 * (v10 & LOW) * (v14 & LOW);
			v6 = Long.rotateRight(v6 ^ v10, 63);
			v3 += v7 + 2 * (v3 & LOW) * (v7 & LOW);
			v15 = Long.rotateRight(v15 ^ v3, 32);
			v11 += v15 + 2 * (v11 & LOW) * (v15 & LOW);
			v7 = Long.rotateRight(v7 ^ v11, 24);
			v3 += v7 + 2 * (v3 & LOW) * (v7 & LOW);
			v15 = Long.rotateRight(v15 ^ v3, 16);
			v11 += v15 + 2 * (v11 & LOW) * (v15 & LOW);
			v7 = Long.rotateRight(v7 ^ v11, 63);
			v0 += v5 + 2 * (v0 & LOW) * (v5 & LOW);
			v15 = Long.rotateRight(v15 ^ v0, 32);
			v10 += v15 + 2 * (v10 & LOW) * (v15 & LOW);
			v5 = Long.rotateRight(v5 ^ v10, 24);
			v0 += v5 + 2 * (v0 & LOW) * (v5 & LOW);
			v15 = Long.rotateRight(v15 ^ v0, 16);
			v10 += v15 + 2 * (v10 & LOW) * (v15 & LOW);
			v5 = Long.rotateRight(v5 ^ v10, 63);
			v1 += v6 + 2 * (v1 & LOW) * (v6 & LOW);
			v12 = Long.rotateRight(v12 ^ v1, 32);
			v11 += v12 + 2 * (v11 & LOW) * (v12 & LOW);
			v6 = Long.rotateRight(v6 ^ v11, 24);
			v1 += v6 + 2 * (v1 & LOW) * (v6 & LOW);
			v12 = Long.rotateRight(v12 ^ v1, 16);
			v11 += v12 + 2 * (v11 & LOW) * (v12 & LOW);
			v6 = Long.rotateRight(v6 ^ v11, 63);
			v2 += v7 + 2 * (v2 & LOW) * (v7 & LOW);
			v13 = Long.rotateRight(v13 ^ v2, 32);
			v8 += v13 + 2 * (v8 & LOW) * (v13 & LOW);
			v7 = Long.rotateRight(v7 ^ v8, 24);
			v2 += v7 + 2 * (v2 & LOW) * (v7 & LOW);
			v13 = Long.rotateRight(v13 ^ v2, 16);
			v8 += v13 + 2 * (v8 & LOW) * (v13 & LOW);
			v7 = Long.rotateRight(v7 ^ v8, 63);
			v3 += v4 + 2 * (v3 & LOW) * (v4 & LOW);
			v14 = Long.rotateRight(v14 ^ v3, 32);
			v9 += v14 + 2 * (v9 & LOW) * (v14 & LOW);
			v4 = Long.rotateRight(v4 ^ v9, 24);
			v3 += v4 + 2 * (v3 & LOW) * (v4 & LOW);
			v14 = Long.rotateRight(v14 ^ v3, 16);
			v9 += v14 + 2 * (v9 & LOW) * (v14 & LOW);
			v4 = Long.rotateRight(v4 ^ v9, 63);
			state[i] = v0;
			state[i + 1] = v1;
			state[i + 2] = v2;
			state[i + 3] = v3;
			state[i + 4] = v4;
			state[i + 5] = v5;
			state[i + 6] = v6;
			state[i + 7] = v7;
			state[i + 8] = v8;
			state[i + 9] = v9;
			state[i + 10] = v10;
			state[i + 11] = v11;
			state[i + 12] = v12;
			state[i + 13] = v13;
			state[i + 14] = v14;
			state[i + 15] = v15;
		}
		// The columns, each of 8 pairs of words.
		for (int i = 0; i < 16; i += 2) {
			long v0 = state[i];
			long v1 = state[i + 1];
			long v2 = state[i + 16];
			long v3 = state[i + 17];
			long v4 = state[i + 32];
			long v5 = state[i + 33];
			long v6 = state[i + 48];
			long v7 = state[i + 49];
			long v8 = state[i + 64];
			long v9 = state[i + 65];
			long v10 = state[i + 80];
			long v11 = state[i + 81];
			long v12 = state[i + 96];
			long v13 = state[i + 97];
			long v14 = state[i + 112];
			long v15 = state[i + 113];
			v0 += v4 + 2 * (v0 & LOW) * (v4 & LOW);
			v12 = Long.rotateRight(v12 ^ v0, 32);
			v8 += v12 + 2 * (v8 & LOW) * (v12 & LOW);
			v4 = Long.rotateRight(v4 ^ v8, 24);
			v0 += v4 + 2 * (v0 & LOW) * (v4 & LOW);
			v12 = Long.rotateRight(v12 ^ v0, 16);
			v8 += v12 + 2 * (v8 & LOW) * (v12 & LOW);
			v4 = Long.rotateRight(v4 ^ v8, 63);
			v1 += v5 + 2 * (v1 & LOW) * (v5 & LOW);
			v13 = Long.rotateRight(v13 ^ v1, 32);
			v9 += v13 + 2 * (v9 & LOW) * (v13 & LOW);
			v5 = Long.rotateRight(v5 ^ v9, 24);
			v1 += v5 + 2 * (v1 & LOW) * (v5 & LOW);
			v13 = Long.rotateRight(v13 ^ v1, 16);
			v9 += v13 + 2 * (v9 & LOW) * (v13 & LOW);
			v5 = Long.rotateRight(v5 ^ v9, 63);
			v2 += v6 + 2 * (v2 & LOW) * (v6 & LOW);
			v14 = Long.rotateRight(v14 ^ v2, 32);
			v10 += v14 + 2 * (v10 & LOW) * (v14 & LOW);
			v6 = Long.rotateRight(v6 ^ v10, 24);
			v2 += v6 + 2 * (v2 & LOW) * (v6 & LOW);
			v14 = Long.rotateRight(v14 ^ v2, 16);
			v10 += v14 + 2 * (v10 & LOW) * (v14 & LOW);
			v6 = Long.rotateRight(v6 ^ v10, 63);
			v3 += v7 + 2 * (v3 & LOW) * (v7 & LOW);
			v15 = Long.rotateRight(v15 ^ v3, 32);
			v11 += v15 + 2 * (v11 & LOW) * (v15 & LOW);
			v7 = Long.rotateRight(v7 ^ v11, 24);
			v3 += v7 + 2 * (v3 & LOW) * (v7 & LOW);
			v15 = Long.rotateRight(v15 ^ v3, 16);
			v11 += v15 + 2 * (v11 & LOW) * (v15 & LOW);
			v7 = Long.rotateRight(v7 ^ v11, 63);
			v0 += v5 + 2 * (v0 & LOW) * (v5 & LOW);
			v15 = Long.rotateRight(v15 ^ v0, 32);
			v10 += v15 + 2 * (v10 & LOW) * (v15 & LOW);
			v5 = Long.rotateRight(v5 ^ v10, 24);
			v0 += v5 + 2 * (v0 & LOW) * (v5 & LOW);
			v15 = Long.rotateRight(v15 ^ v0, 16);
			v10 += v15 + 2 * (v10 & LOW) * (v15 & LOW);
			v5 = Long.rotateRight(v5 ^ v10, 63);
			v1 += v6 + 2 * (v1 & LOW) * (v6 & LOW);
			v12 = Long.rotateRight(v12 ^ v1, 32);
			v11 += v12 + 2 * (v11 & LOW) * (v12 & LOW);
			v6 = Long.rotateRight(v6 ^ v11, 24);
			v1 += v6 + 2 * (v1 & LOW) * (v6 & LOW);
			v12 = Long.rotateRight(v12 ^ v1, 16);
			v11 += v12 + 2 * (v11 & LOW) * (v12 & LOW);
			v6 = Long.rotateRight(v6 ^ v11, 63);
			v2 += v7 + 2 * (v2 & LOW) * (v7 & LOW);
			v13 = Long.rotateRight(v13 ^ v2, 32);
			v8 += v13 + 2 * (v8 & LOW) * (v13 & LOW);
			v7 = Long.rotateRight(v7 ^ v8, 24);
			v2 += v7 + 2 * (v2 & LOW) * (v7 & LOW);
			v13 = Long.rotateRight(v13 ^ v2, 16);
			v8 += v13 + 2 * (v8 & LOW) * (v13 & LOW);
			v7 = Long.rotateRight(v7 ^ v8, 63);
			v3 += v4 + 2 * (v3 & LOW) * (v4 & LOW);
			v14 = Long.rotateRight(v14 ^ v3, 32);
			v9 += v14 + 2 * (v9 & LOW) * (v14 & LOW);
			v4 = Long.rotateRight(v4 ^ v9, 24);
			v3 += v4 + 2 * (v3 & LOW) * (v4 & LOW);
			v14 = Long.rotateRight(v14 ^ v3, 16);
			v9 += v14 + 2 * (v9 & LOW) * (v14 & LOW);
			v4 = Long.rotateRight(v4 ^ v9, 63);
			state[i] = v0;
			state[i + 1] = v1;
			state[i + 16] = v2;
			state[i + 17] = v3;
			state[i + 32] = v4;
			state[i + 33] = v5;
			state[i + 48] = v6;
			state[i + 49] = v7;
			state[i + 64] = v8;
			state[i + 65] = v9;
			state[i + 80] = v10;
			state[i + 81] = v11;
			state[i + 96] = v12;
			state[i + 97] = v13;
			state[i + 112] = v14;
			state[i + 113] = v15;
		}
		if (xor) {
			for (int i = 0; i < Argon2Memory.BLOCK; i++) {
				blocks[next + i] ^= state[i] ^ blocks[previous + i] ^ blocks[reference + i];
			}
		}
		else {
			for (int i = 0; i < Argon2Memory.BLOCK; i++) {
				blocks[next + i] = state[i] ^ blocks[previous + i] ^ blocks[reference + i];
			}
		}
	}

}

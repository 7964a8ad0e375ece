package dev.faroe.password.argon2;

import java.util.Arrays;

/**
 * What a hash in Java needs besides its input. Every word is written before it is read,
 * so that a hash sees nothing of the one before it.
 */
final class Argon2Memory {

	/** The number of 64-bit words in a block of 1 KiB. */
	static final int BLOCK = 128;

	/** The blocks, one after the other. */
	final long[] blocks;

	/** What the compression function computes with. */
	final long[] state = new long[BLOCK];

	/** What the compression function adds to its result. */
	final long[] input = new long[BLOCK];

	/** Zeros, the input, an intermediate result and the result of address generation. */
	final long[] addresses = new long[4 * BLOCK];

	Argon2Memory(int blocks) {
		this.blocks = new long[blocks * BLOCK];
	}

	/**
	 * Leave nothing of the hash behind.
	 */
	void wipe() {
		Arrays.fill(this.blocks, 0);
		Arrays.fill(this.state, 0);
		Arrays.fill(this.input, 0);
		Arrays.fill(this.addresses, 0);
	}

	/**
	 * Return the number of blocks.
	 */
	int size() {
		return this.blocks.length / BLOCK;
	}

}

package dev.faroe.password.argon2;

/**
 * The compression function of Argon2 [G] (RFC 9106, section 3.5), safe for use by several
 * threads.
 */
interface Argon2Compression {

	/**
	 * Compute a block from two others. A block is named by the index of its first word.
	 * @param blocks the blocks
	 * @param previous a block [X]
	 * @param reference a block [Y]
	 * @param next the block that gets the result
	 * @param xor whether the result is combined with what is there, or replaces it
	 * @param memory what the function may use besides
	 */
	void compress(long[] blocks, int previous, int reference, int next, boolean xor, Argon2Memory memory);

}

package dev.faroe.password.argon2;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The compression function with vectors of four words, for processors that have them (x86
 * with AVX2, for example). Everything is written out because the compiler inlines the
 * methods of vectors into a method of any size, but our own only into a smaller one; each
 * vector that is passed to a method then becomes an object, which takes ten times as
 * long.
 */
final class VectorCompression implements Argon2Compression {

	private static final VectorSpecies<Long> WORDS = LongVector.SPECIES_256;

	private static final VectorShuffle<Long> LEFT_1 = VectorShuffle.fromValues(WORDS, 1, 2, 3, 0);

	private static final VectorShuffle<Long> LEFT_2 = VectorShuffle.fromValues(WORDS, 2, 3, 0, 1);

	private static final VectorShuffle<Long> LEFT_3 = VectorShuffle.fromValues(WORDS, 3, 0, 1, 2);

	private static final VectorShuffle<Long> SWAP = VectorShuffle.fromValues(WORDS, 1, 0, 3, 2);

	private static final VectorMask<Long> ODD = VectorMask.fromValues(WORDS, false, true, false, true);

	/** The lower half of a word. */
	private static final long LOW = 0xFFFFFFFFL;

	/**
	 * Create the function.
	 * @throws UnsupportedOperationException if the processor has no such vectors
	 */
	VectorCompression() {
		if (LongVector.SPECIES_PREFERRED.length() < WORDS.length()) {
			throw new UnsupportedOperationException("the processor has no vectors of 256 bits");
		}
	}

	@Override
	public void compress(long[] blocks, int previous, int reference, int next, boolean xor, Argon2Memory memory) {
		long[] state = memory.state;
		long[] input = memory.input;
		for (int i = 0; i < Argon2Memory.BLOCK; i += WORDS.length()) {
			LongVector.fromArray(WORDS, blocks, previous + i)
				.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, blocks, reference + i))
				.intoArray(input, i);
		}
		for (int i = 0; i < Argon2Memory.BLOCK; i += 16) {
			row(input, i, state);
		}
		if (xor) {
			for (int i = 0; i < Argon2Memory.BLOCK; i += WORDS.length()) {
				LongVector.fromArray(WORDS, input, i)
					.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, blocks, next + i))
					.intoArray(input, i);
			}
		}
		for (int i = 0; i < 16; i += WORDS.length()) {
			columns(state, i, input, blocks, next);
		}
	}

	/**
	 * Permute [P] a row of 16 words, four in each vector.
	 */
	private static void row(long[] input, int at, long[] state) {
		LongVector a = LongVector.fromArray(WORDS, input, at);
		LongVector b = LongVector.fromArray(WORDS, input, at + 4);
		LongVector c = LongVector.fromArray(WORDS, input, at + 8);
		LongVector d = LongVector.fromArray(WORDS, input, at + 12);
		a = a.add(b).add(a.and(LOW).mul(b.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		d = d.lanewise(VectorOperators.XOR, a).lanewise(VectorOperators.ROR, 32);
		c = c.add(d).add(c.and(LOW).mul(d.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		b = b.lanewise(VectorOperators.XOR, c).lanewise(VectorOperators.ROR, 24);
		a = a.add(b).add(a.and(LOW).mul(b.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		d = d.lanewise(VectorOperators.XOR, a).lanewise(VectorOperators.ROR, 16);
		c = c.add(d).add(c.and(LOW).mul(d.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		b = b.lanewise(VectorOperators.XOR, c).lanewise(VectorOperators.ROR, 63);
		b = b.rearrange(LEFT_1);
		c = c.rearrange(LEFT_2);
		d = d.rearrange(LEFT_3);
		a = a.add(b).add(a.and(LOW).mul(b.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		d = d.lanewise(VectorOperators.XOR, a).lanewise(VectorOperators.ROR, 32);
		c = c.add(d).add(c.and(LOW).mul(d.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		b = b.lanewise(VectorOperators.XOR, c).lanewise(VectorOperators.ROR, 24);
		a = a.add(b).add(a.and(LOW).mul(b.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		d = d.lanewise(VectorOperators.XOR, a).lanewise(VectorOperators.ROR, 16);
		c = c.add(d).add(c.and(LOW).mul(d.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		b = b.lanewise(VectorOperators.XOR, c).lanewise(VectorOperators.ROR, 63);
		b = b.rearrange(LEFT_3);
		c = c.rearrange(LEFT_2);
		d = d.rearrange(LEFT_1);
		a.intoArray(state, at);
		b.intoArray(state, at + 4);
		c.intoArray(state, at + 8);
		d.intoArray(state, at + 12);
	}

	/**
	 * Permute two columns of 8 pairs of words, a pair of each in a vector, and add the
	 * input.
	 */
	private static void columns(long[] state, int at, long[] input, long[] blocks, int next) {
		LongVector a0 = LongVector.fromArray(WORDS, state, at);
		LongVector a1 = LongVector.fromArray(WORDS, state, at + 16);
		LongVector b0 = LongVector.fromArray(WORDS, state, at + 32);
		LongVector b1 = LongVector.fromArray(WORDS, state, at + 48);
		LongVector c0 = LongVector.fromArray(WORDS, state, at + 64);
		LongVector c1 = LongVector.fromArray(WORDS, state, at + 80);
		LongVector d0 = LongVector.fromArray(WORDS, state, at + 96);
		LongVector d1 = LongVector.fromArray(WORDS, state, at + 112);
		a0 = a0.add(b0).add(a0.and(LOW).mul(b0.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		a1 = a1.add(b1).add(a1.and(LOW).mul(b1.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		d0 = d0.lanewise(VectorOperators.XOR, a0).lanewise(VectorOperators.ROR, 32);
		d1 = d1.lanewise(VectorOperators.XOR, a1).lanewise(VectorOperators.ROR, 32);
		c0 = c0.add(d0).add(c0.and(LOW).mul(d0.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		c1 = c1.add(d1).add(c1.and(LOW).mul(d1.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		b0 = b0.lanewise(VectorOperators.XOR, c0).lanewise(VectorOperators.ROR, 24);
		b1 = b1.lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.ROR, 24);
		a0 = a0.add(b0).add(a0.and(LOW).mul(b0.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		a1 = a1.add(b1).add(a1.and(LOW).mul(b1.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		d0 = d0.lanewise(VectorOperators.XOR, a0).lanewise(VectorOperators.ROR, 16);
		d1 = d1.lanewise(VectorOperators.XOR, a1).lanewise(VectorOperators.ROR, 16);
		c0 = c0.add(d0).add(c0.and(LOW).mul(d0.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		c1 = c1.add(d1).add(c1.and(LOW).mul(d1.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		b0 = b0.lanewise(VectorOperators.XOR, c0).lanewise(VectorOperators.ROR, 63);
		b1 = b1.lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.ROR, 63);
		LongVector swapped = b0.rearrange(SWAP);
		LongVector other = b1.rearrange(SWAP);
		b0 = swapped.blend(other, ODD);
		b1 = other.blend(swapped, ODD);
		other = c0;
		c0 = c1;
		c1 = other;
		swapped = d0.rearrange(SWAP);
		other = d1.rearrange(SWAP);
		d0 = other.blend(swapped, ODD);
		d1 = swapped.blend(other, ODD);
		a0 = a0.add(b0).add(a0.and(LOW).mul(b0.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		a1 = a1.add(b1).add(a1.and(LOW).mul(b1.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		d0 = d0.lanewise(VectorOperators.XOR, a0).lanewise(VectorOperators.ROR, 32);
		d1 = d1.lanewise(VectorOperators.XOR, a1).lanewise(VectorOperators.ROR, 32);
		c0 = c0.add(d0).add(c0.and(LOW).mul(d0.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		c1 = c1.add(d1).add(c1.and(LOW).mul(d1.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		b0 = b0.lanewise(VectorOperators.XOR, c0).lanewise(VectorOperators.ROR, 24);
		b1 = b1.lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.ROR, 24);
		a0 = a0.add(b0).add(a0.and(LOW).mul(b0.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		a1 = a1.add(b1).add(a1.and(LOW).mul(b1.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		d0 = d0.lanewise(VectorOperators.XOR, a0).lanewise(VectorOperators.ROR, 16);
		d1 = d1.lanewise(VectorOperators.XOR, a1).lanewise(VectorOperators.ROR, 16);
		c0 = c0.add(d0).add(c0.and(LOW).mul(d0.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		c1 = c1.add(d1).add(c1.and(LOW).mul(d1.and(LOW)).lanewise(VectorOperators.LSHL, 1));
		b0 = b0.lanewise(VectorOperators.XOR, c0).lanewise(VectorOperators.ROR, 63);
		b1 = b1.lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.ROR, 63);
		swapped = b0.rearrange(SWAP);
		other = b1.rearrange(SWAP);
		b0 = other.blend(swapped, ODD);
		b1 = swapped.blend(other, ODD);
		other = c0;
		c0 = c1;
		c1 = other;
		swapped = d0.rearrange(SWAP);
		other = d1.rearrange(SWAP);
		d0 = swapped.blend(other, ODD);
		d1 = other.blend(swapped, ODD);
		a0.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, input, at)).intoArray(blocks, next + at);
		a1.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, input, at + 16)).intoArray(blocks, next + at + 16);
		b0.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, input, at + 32)).intoArray(blocks, next + at + 32);
		b1.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, input, at + 48)).intoArray(blocks, next + at + 48);
		c0.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, input, at + 64)).intoArray(blocks, next + at + 64);
		c1.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, input, at + 80)).intoArray(blocks, next + at + 80);
		d0.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, input, at + 96)).intoArray(blocks, next + at + 96);
		d1.lanewise(VectorOperators.XOR, LongVector.fromArray(WORDS, input, at + 112)).intoArray(blocks, next + at + 112);
	}

}

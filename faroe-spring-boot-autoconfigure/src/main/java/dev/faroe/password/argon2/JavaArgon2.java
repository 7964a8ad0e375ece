package dev.faroe.password.argon2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

import dev.faroe.password.argon2.Argon2Settings.Type;

/**
 * Argon2 as RFC 9106 describes it, in Java: every variant, both versions, every
 * parameter. Names in brackets are those of the RFC. Lanes are computed one after the
 * other.
 */
final class JavaArgon2 implements Argon2Function {

	private static final JavaArgon2 INSTANCE = new JavaArgon2(new KeptMemory(), new ScalarCompression());

	private static final int BLOCK = Argon2Memory.BLOCK;

	private static final int SLICES = 4;

	private static final byte[] NOTHING = {};

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private final KeptMemory memory;

	private final Argon2Compression compression;

	JavaArgon2(KeptMemory memory, Argon2Compression compression) {
		this.memory = memory;
		this.compression = compression;
	}

	/**
	 * Return the one instance that keeps memory for all encoders of the application.
	 */
	static JavaArgon2 get() {
		return INSTANCE;
	}

	/**
	 * Return an engine that uses the same memory and another compression function.
	 */
	JavaArgon2 with(Argon2Compression compression) {
		return new JavaArgon2(this.memory, compression);
	}

	@Override
	public boolean supports(Argon2Settings settings) {
		return true;
	}

	@Override
	public byte[] hash(byte[] password, byte[] salt, Argon2Settings settings) {
		return hash(password, salt, settings, NOTHING, NOTHING);
	}

	/**
	 * Compute a hash that also depends on a secret value [K] and associated data [X].
	 */
	byte[] hash(byte[] password, byte[] salt, Argon2Settings settings, byte[] secret, byte[] data) {
		Argon2Parameters parameters = settings.parameters();
		int lanes = parameters.parallelism();
		int segment = parameters.memory() / (SLICES * lanes);
		Argon2Memory memory = this.memory.take(segment * SLICES * lanes);
		try {
			return new Computation(settings, lanes, segment, memory, this.compression).run(password, salt, secret,
					data);
		}
		finally {
			this.memory.giveBack(memory);
		}
	}

	/**
	 * The numbers as 32 bits each, the lowest byte first [LE32].
	 */
	private static byte[] littleEndian(int... numbers) {
		byte[] bytes = new byte[Integer.BYTES * numbers.length];
		for (int i = 0; i < numbers.length; i++) {
			INT.set(bytes, Integer.BYTES * i, numbers[i]);
		}
		return bytes;
	}

	/**
	 * The hash function with results of any length [H'].
	 */
	private static byte[] extendedHash(int length, byte[] input, byte[] more) {
		byte[] prefix = littleEndian(length);
		if (length <= Blake2b.LENGTH) {
			return Blake2b.hash(length, prefix, input, more);
		}
		byte[] output = new byte[length];
		byte[] hash = Blake2b.hash(Blake2b.LENGTH, prefix, input, more);
		int at = 0;
		for (; length - at > Blake2b.LENGTH; at += Blake2b.LENGTH / 2) {
			System.arraycopy(hash, 0, output, at, Blake2b.LENGTH / 2);
			hash = Blake2b.hash(Math.min(Blake2b.LENGTH, length - at - Blake2b.LENGTH / 2), hash);
		}
		System.arraycopy(hash, 0, output, at, length - at);
		return output;
	}

	/**
	 * One hash. A block is named by the index of its first word.
	 *
	 * @param settings what to compute
	 * @param lanes the number of lanes [p]
	 * @param segment the number of blocks in the segment of a lane within a slice
	 * @param memory where to compute
	 * @param compression computes one block
	 */
	private record Computation(Argon2Settings settings, int lanes, int segment, Argon2Memory memory,
			Argon2Compression compression) {

		byte[] run(byte[] password, byte[] salt, byte[] secret, byte[] data) {
			begin(password, salt, secret, data);
			for (int pass = 0; pass < this.settings.parameters().iterations(); pass++) {
				for (int slice = 0; slice < SLICES; slice++) {
					for (int lane = 0; lane < this.lanes; lane++) {
						fill(pass, slice, lane);
					}
				}
			}
			return end();
		}

		private int columns() {
			return this.segment * SLICES;
		}

		private void begin(byte[] password, byte[] salt, byte[] secret, byte[] data) {
			Argon2Parameters parameters = this.settings.parameters();
			byte[] seed = Blake2b.hash(Blake2b.LENGTH,
					littleEndian(this.lanes, this.settings.hashLength(), parameters.memory(), parameters.iterations(),
							this.settings.version(), typeNumber(), password.length),
					password, littleEndian(salt.length), salt, littleEndian(secret.length), secret,
					littleEndian(data.length), data);
			for (int lane = 0; lane < this.lanes; lane++) {
				for (int column = 0; column < 2; column++) {
					byte[] block = extendedHash(BLOCK * Long.BYTES, seed, littleEndian(column, lane));
					int at = block(lane, column);
					for (int i = 0; i < BLOCK; i++) {
						this.memory.blocks[at + i] = (long) LONG.get(block, Long.BYTES * i);
					}
				}
			}
		}

		private byte[] end() {
			byte[] block = new byte[BLOCK * Long.BYTES];
			for (int i = 0; i < BLOCK; i++) {
				long word = 0;
				for (int lane = 0; lane < this.lanes; lane++) {
					word ^= this.memory.blocks[block(lane, columns() - 1) + i];
				}
				LONG.set(block, Long.BYTES * i, word);
			}
			return extendedHash(this.settings.hashLength(), block, NOTHING);
		}

		private int typeNumber() {
			return switch (this.settings.type()) {
				case ARGON2D -> 0;
				case ARGON2I -> 1;
				case ARGON2ID -> 2;
			};
		}

		private int block(int lane, int column) {
			return (lane * columns() + column) * BLOCK;
		}

		private void fill(int pass, int slice, int lane) {
			boolean independent = this.settings.type() == Type.ARGON2I
					|| this.settings.type() == Type.ARGON2ID && pass == 0 && slice < SLICES / 2;
			boolean xor = pass > 0 && this.settings.version() == Argon2Settings.CURRENT_VERSION;
			int first = (pass == 0 && slice == 0) ? 2 : 0;
			if (independent) {
				beginAddresses(pass, slice, lane);
			}
			long[] blocks = this.memory.blocks;
			for (int index = first; index < this.segment; index++) {
				int column = slice * this.segment + index;
				int previous = block(lane, (column > 0) ? column - 1 : columns() - 1);
				if (independent && (index == first || index % BLOCK == 0)) {
					nextAddresses();
				}
				long random = independent ? this.memory.addresses[3 * BLOCK + index % BLOCK] : blocks[previous];
				int reference = reference(pass, slice, lane, index, random);
				this.compression.compress(blocks, previous, reference, block(lane, column), xor, this.memory);
			}
		}

		/**
		 * The block that a random number [J2, J1] stands for: of those that are complete,
		 * the later ones rather than the earlier ones (section 3.4.2).
		 */
		private int reference(int pass, int slice, int lane, int index, long random) {
			int from = (pass == 0 && slice == 0) ? lane : (int) ((random >>> 32) % this.lanes);
			int complete = (pass == 0) ? slice * this.segment : columns() - this.segment;
			int size = complete;
			if (from == lane) {
				size += index - 1;
			}
			else if (index == 0) {
				size--;
			}
			long x = random & 0xFFFFFFFFL;
			long distance = (size * (x * x >>> 32)) >>> 32;
			int start = (pass == 0 || slice == SLICES - 1) ? 0 : (slice + 1) * this.segment;
			return block(from, (int) ((start + size - 1 - distance) % columns()));
		}

		private void beginAddresses(int pass, int slice, int lane) {
			long[] addresses = this.memory.addresses;
			Arrays.fill(addresses, 0);
			addresses[BLOCK] = pass;
			addresses[BLOCK + 1] = lane;
			addresses[BLOCK + 2] = slice;
			addresses[BLOCK + 3] = (long) columns() * this.lanes;
			addresses[BLOCK + 4] = this.settings.parameters().iterations();
			addresses[BLOCK + 5] = typeNumber();
		}

		private void nextAddresses() {
			long[] addresses = this.memory.addresses;
			addresses[BLOCK + 6]++;
			this.compression.compress(addresses, 0, BLOCK, 2 * BLOCK, false, this.memory);
			this.compression.compress(addresses, 0, 2 * BLOCK, 3 * BLOCK, false, this.memory);
		}

	}

}

package dev.faroe.password.hashing;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2 by Bouncy Castle: every variant, every parameter.
 */
final class BouncyCastleArgon2 implements Argon2Function {

	@Override
	public boolean supports(Argon2Settings settings) {
		return true;
	}

	@Override
	public byte[] hash(byte[] password, byte[] salt, Argon2Settings settings) {
		Argon2BytesGenerator generator = new Argon2BytesGenerator();
		generator.init(new Argon2Parameters.Builder(type(settings)).withVersion(settings.version())
			.withSalt(salt)
			.withMemoryAsKB(settings.parameters().memory())
			.withIterations(settings.parameters().iterations())
			.withParallelism(settings.parameters().parallelism())
			.build());
		byte[] hash = new byte[settings.hashLength()];
		generator.generateBytes(password, hash);
		return hash;
	}

	private static int type(Argon2Settings settings) {
		return switch (settings.type()) {
			case ARGON2D -> Argon2Parameters.ARGON2_d;
			case ARGON2I -> Argon2Parameters.ARGON2_i;
			case ARGON2ID -> Argon2Parameters.ARGON2_id;
		};
	}

}

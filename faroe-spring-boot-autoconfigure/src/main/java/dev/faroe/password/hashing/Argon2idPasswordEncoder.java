package dev.faroe.password.hashing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.faroe.password.hashing.Argon2Settings.Type;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.security.crypto.keygen.BytesKeyGenerator;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.security.crypto.password.AbstractValidatingPasswordEncoder;
import org.springframework.util.Assert;

/**
 * A {@link org.springframework.security.crypto.password.PasswordEncoder} that writes
 * Argon2id hashes in the PHC string format:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>}, with a salt of 16 and a hash of
 * 32 bytes. A password is hashed as its UTF-8 bytes.
 * <p>
 * It verifies the Argon2id, Argon2i and Argon2d hashes of any library that uses this
 * format, whatever their parameters within the bounds of {@link Argon2Parameters}, with
 * salts of 8 to 128 and hashes of 12 to 128 bytes. Anything else matches no password.
 * <p>
 * The native engine computes what it can: Argon2id with a parallelism of 1 and a salt of
 * 16 bytes, so all that this encoder writes with a parallelism of 1. The Java engine
 * computes the rest.
 * <p>
 * Each computation takes as much memory as its hash asks for, and keeps a processor busy
 * for a while: callers should bound how many run at once. Instances are safe for use by
 * several threads.
 */
public final class Argon2idPasswordEncoder extends AbstractValidatingPasswordEncoder {

	private static final Log logger = LogFactory.getLog(Argon2idPasswordEncoder.class);

	private static final AtomicBoolean fallbackLogged = new AtomicBoolean();

	private static final int SALT_LENGTH = 16;

	private static final int HASH_LENGTH = 32;

	private final Argon2Settings settings;

	private final Argon2Engine engine;

	private final Argon2Function preferred;

	private final Argon2Function general = new BouncyCastleArgon2();

	private final BytesKeyGenerator saltGenerator = KeyGenerators.secureRandom(SALT_LENGTH);

	/**
	 * Create an encoder with the {@linkplain Argon2Parameters#defaults() default
	 * parameters} and the best engine there is.
	 */
	public Argon2idPasswordEncoder() {
		this(Argon2Parameters.defaults(), Argon2Engine.AUTO);
	}

	/**
	 * Create an encoder.
	 * @param parameters the parameters of new hashes
	 * @param engine the engine to use
	 * @throws IllegalStateException if the engine is {@link Argon2Engine#NATIVE} and
	 * cannot be loaded
	 */
	public Argon2idPasswordEncoder(Argon2Parameters parameters, Argon2Engine engine) {
		Assert.notNull(parameters, "parameters must not be null");
		Assert.notNull(engine, "engine must not be null");
		this.settings = new Argon2Settings(Type.ARGON2ID, Argon2Settings.CURRENT_VERSION, parameters, SALT_LENGTH,
				HASH_LENGTH);
		this.preferred = (engine != Argon2Engine.JAVA) ? nativeFunction(engine) : this.general;
		this.engine = (this.preferred != this.general) ? Argon2Engine.NATIVE : Argon2Engine.JAVA;
	}

	private Argon2Function nativeFunction(Argon2Engine engine) {
		NativeArgon2 nativeArgon2 = NativeArgon2.get();
		Argon2Function function = nativeArgon2.function();
		if (function != null) {
			return function;
		}
		if (engine == Argon2Engine.NATIVE) {
			throw new IllegalStateException("The native Argon2 engine is not available: " + nativeArgon2.failure());
		}
		if (fallbackLogged.compareAndSet(false, true)) {
			logger.info("Argon2 hashes are computed in Java, the native engine is not available: "
					+ nativeArgon2.failure());
		}
		return this.general;
	}

	/**
	 * Return the engine in use.
	 * @return {@link Argon2Engine#NATIVE} if the native engine computes what it can,
	 * {@link Argon2Engine#JAVA} if everything is computed in Java
	 */
	public Argon2Engine engine() {
		return this.engine;
	}

	@Override
	protected String encodeNonNullPassword(String rawPassword) {
		byte[] salt = this.saltGenerator.generateKey();
		return new Argon2Hash(this.settings, salt, hash(rawPassword, salt, this.settings)).encode();
	}

	@Override
	protected boolean matchesNonNull(String rawPassword, String encodedPassword) {
		Argon2Hash expected = Argon2Hash.parse(encodedPassword);
		return expected != null
				&& MessageDigest.isEqual(expected.value(), hash(rawPassword, expected.salt(), expected.settings()));
	}

	/**
	 * Return whether a stored hash is anything but an Argon2id hash with the parameters
	 * of this encoder.
	 */
	@Override
	protected boolean upgradeEncodingNonNull(String encodedPassword) {
		Argon2Hash hash = Argon2Hash.parse(encodedPassword);
		return hash == null || !hash.settings().equals(this.settings);
	}

	private byte[] hash(String rawPassword, byte[] salt, Argon2Settings settings) {
		byte[] password = rawPassword.getBytes(StandardCharsets.UTF_8);
		try {
			Argon2Function function = this.preferred.supports(settings) ? this.preferred : this.general;
			return function.hash(password, salt, settings);
		}
		finally {
			Arrays.fill(password, (byte) 0);
		}
	}

}

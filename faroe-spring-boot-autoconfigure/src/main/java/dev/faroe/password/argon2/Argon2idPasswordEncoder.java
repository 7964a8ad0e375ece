package dev.faroe.password.argon2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.faroe.password.argon2.Argon2Settings.Type;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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
 * computes the rest. Which one is faster depends on the machine: {@link #chooseEngine}
 * finds out. With {@link Argon2Engine#AUTO}, hashes that were made elsewhere with more
 * than 64 MiB are left to the native engine where possible: it works outside the heap.
 * <p>
 * Each computation takes as much memory as its hash asks for, and keeps a processor busy
 * for a while: callers should bound how many run at once. Instances are safe for use by
 * several threads.
 */
public final class Argon2idPasswordEncoder extends AbstractValidatingPasswordEncoder {

	private static final Log logger = LogFactory.getLog(Argon2idPasswordEncoder.class);

	private static final int SALT_LENGTH = 16;

	private static final int HASH_LENGTH = 32;

	private final Argon2Settings settings;

	private final boolean auto;

	private volatile Choice choice;

	private final BytesKeyGenerator saltGenerator = KeyGenerators.secureRandom(SALT_LENGTH);

	/**
	 * Create an encoder with the {@linkplain Argon2Parameters#defaults() default
	 * parameters} and {@link Argon2Engine#AUTO}.
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
		this.auto = engine == Argon2Engine.AUTO;
		this.choice = switch (engine) {
			case AUTO -> beforeTheTrial();
			case JAVA -> new Choice(engine, JavaArgon2.get());
			case NATIVE ->
				new Choice(engine, available(NativeArgon2.get().function(), "native", NativeArgon2.get().failure()));
			case VECTOR ->
				new Choice(engine, available(VectorArgon2.get().function(), "vector", VectorArgon2.get().failure()));
		};
	}

	/**
	 * In Java, which needs nothing to be loaded; large hashes outside the heap, where
	 * that is possible.
	 */
	private Choice beforeTheTrial() {
		if (this.settings.parameters().memory() > KeptMemory.MAXIMUM_SIZE) {
			Argon2Function outside = NativeArgon2.get().function();
			if (outside != null && outside.supports(this.settings)) {
				return new Choice(Argon2Engine.NATIVE, outside);
			}
		}
		return new Choice(Argon2Engine.JAVA, JavaArgon2.get());
	}

	private static Argon2Function available(@Nullable Argon2Function function, String name, String failure) {
		Assert.state(function != null, () -> "The %s Argon2 engine is not available: %s".formatted(name, failure));
		return function;
	}

	/**
	 * Return the engine in use.
	 * @return any but {@link Argon2Engine#AUTO}. What the native engine cannot compute is
	 * computed in Java even so.
	 */
	public Argon2Engine engine() {
		return this.choice.engine();
	}

	/**
	 * Use the fastest engine from now on, if this encoder was created with
	 * {@link Argon2Engine#AUTO}; before, it hashes in Java. Each engine that there is
	 * hashes a few times with the parameters of this encoder, on as many threads as will
	 * hash later. That takes a few seconds, and longer where a single hash takes a
	 * second: the caller waits, and must not be one of those threads nor an event loop.
	 * @param executor what hashes will run on
	 * @param threads how many threads that has, at least 1
	 * @return the speeds that decided, in hashes a second of all threads together; empty
	 * if there was nothing to choose from
	 */
	public Map<Argon2Engine, Double> chooseEngine(Executor executor, int threads) {
		Assert.notNull(executor, "executor must not be null");
		Assert.isTrue(threads > 0, "threads must be positive");
		Map<Argon2Engine, Argon2Function> engines = this.auto ? engines() : Map.of();
		if (engines.size() < 2) {
			return Map.of();
		}
		Map<Argon2Engine, Double> speeds = new EngineTrial(this.settings, executor, threads).run(engines);
		if (speeds.isEmpty() && Thread.currentThread().isInterrupted()) {
			return speeds;
		}
		if (speeds.isEmpty()) {
			logger.info("Argon2 hashes are computed by the %s engine, for the engines could not be compared"
				.formatted(this.choice.engine().name().toLowerCase(Locale.ROOT)));
		}
		else {
			Argon2Engine fastest = Collections.max(speeds.entrySet(), Map.Entry.comparingByValue()).getKey();
			this.choice = new Choice(fastest, engines.get(fastest), speeds);
		}
		return speeds;
	}

	private Map<Argon2Engine, Argon2Function> engines() {
		Map<Argon2Engine, Argon2Function> engines = new EnumMap<>(Argon2Engine.class);
		engines.put(Argon2Engine.JAVA, JavaArgon2.get());
		Argon2Function vector = VectorArgon2.get().function();
		if (vector != null && VectorArgon2.isWorthATrial(System.getProperty("java.vm.info", ""))) {
			engines.put(Argon2Engine.VECTOR, vector);
		}
		NativeArgon2 nativeArgon2 = NativeArgon2.get();
		Argon2Function nativeFunction = nativeArgon2.function();
		if (nativeFunction == null) {
			logger.info("Argon2 hashes are computed in Java, the native engine is not available: "
					+ nativeArgon2.failure());
		}
		else if (nativeFunction.supports(this.settings)) {
			engines.put(Argon2Engine.NATIVE, nativeFunction);
		}
		return engines;
	}

	/**
	 * Return what {@link #chooseEngine} has found out.
	 * @return the hashes a second of all threads together, for each engine; empty if it
	 * has found nothing or was not called
	 */
	public Map<Argon2Engine, Double> speeds() {
		return this.choice.speeds();
	}

	/**
	 * Tell whether a stored hash is one that this encoder can verify.
	 * @param encodedPassword any text
	 * @return whether it is an Argon2 hash with parameters and lengths within bounds
	 */
	public static boolean supports(String encodedPassword) {
		return Argon2Hash.parse(encodedPassword) != null;
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
			return function(settings).hash(password, salt, settings);
		}
		finally {
			Arrays.fill(password, (byte) 0);
		}
	}

	private Argon2Function function(Argon2Settings settings) {
		Argon2Function function = this.choice.function();
		if (this.auto && settings.parameters().memory() > KeptMemory.MAXIMUM_SIZE && !settings.equals(this.settings)) {
			// The heap need not have room for a hash that was made elsewhere.
			Argon2Function outside = NativeArgon2.get().function();
			function = (outside != null) ? outside : function;
		}
		return function.supports(settings) ? function : JavaArgon2.get();
	}

	/**
	 * What hashes, and why.
	 */
	private record Choice(Argon2Engine engine, Argon2Function function, Map<Argon2Engine, Double> speeds) {

		Choice(Argon2Engine engine, Argon2Function function) {
			this(engine, function, Map.of());
		}

	}

}

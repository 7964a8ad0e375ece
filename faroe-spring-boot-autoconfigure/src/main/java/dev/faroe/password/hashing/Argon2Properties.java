package dev.faroe.password.hashing;

import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.argon2.Argon2Parameters;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How passwords are hashed: Argon2id (RFC 9106). Hashes that were made with other
 * parameters are verified, and replaced at the next log-in.
 *
 * @param engine What computes the hashes: the native library, the Java implementation,
 * the same with vectors, or the fastest of them, which the application finds out when it
 * has started.
 * @param memory Memory that one hash takes.
 * @param iterations Number of passes over the memory.
 * @param parallelism Number of lanes. More than one makes the Java engine hash.
 */
@ConfigurationProperties("faroe.password.argon2")
public record Argon2Properties(@DefaultValue("auto") Argon2Engine engine, @DefaultValue("19456KB") DataSize memory,
		@DefaultValue("2") int iterations, @DefaultValue("1") int parallelism) {

	public Argon2Properties {
		// Refuses here, with the name of the property, what no encoder can have.
		parameters(memory, iterations, parallelism);
	}

	private static Argon2Parameters parameters(DataSize memory, int iterations, int parallelism) {
		return new Argon2Parameters((int) Math.min(memory.toKilobytes(), Integer.MAX_VALUE), iterations, parallelism);
	}

	/**
	 * Create an encoder.
	 * @return an encoder that hashes like this
	 * @throws IllegalStateException if the engine is asked for and not available
	 */
	public Argon2idPasswordEncoder encoder() {
		return new Argon2idPasswordEncoder(parameters(this.memory, this.iterations, this.parallelism), this.engine);
	}

}

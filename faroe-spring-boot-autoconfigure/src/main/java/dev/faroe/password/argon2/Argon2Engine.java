package dev.faroe.password.argon2;

/**
 * What computes Argon2 hashes. The engines write and read the same hashes; they differ in
 * speed alone.
 */
public enum Argon2Engine {

	/**
	 * The fastest of the others, as far as they are available: Java until
	 * {@link Argon2idPasswordEncoder#chooseEngine} has compared them.
	 */
	AUTO,

	/**
	 * libsodium, called through JNA. It needs {@code com.goterl:lazysodium-java} and
	 * {@code net.java.dev.jna:jna} on the class path and a platform that they support.
	 */
	NATIVE,

	/** Faroe's own implementation in Java. No native code is loaded. */
	JAVA,

	/**
	 * The same with the vectors of the processor. It needs a JVM that was started with
	 * {@code --add-modules jdk.incubator.vector}, and a processor with vectors of 256
	 * bits.
	 */
	VECTOR

}

package dev.faroe.password.hashing;

/**
 * What computes Argon2 hashes. The engines write and read the same hashes; they differ in
 * speed alone.
 */
public enum Argon2Engine {

	/** The native engine if it can be loaded and passes a self-test, Java otherwise. */
	AUTO,

	/**
	 * libsodium, called through JNA. It needs {@code com.goterl:lazysodium-java} and
	 * {@code net.java.dev.jna:jna} on the class path and a platform that they support.
	 */
	NATIVE,

	/** Bouncy Castle. No native code is loaded. */
	JAVA

}

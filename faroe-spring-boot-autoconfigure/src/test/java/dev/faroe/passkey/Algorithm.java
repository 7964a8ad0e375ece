package dev.faroe.passkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

/**
 * What authenticators sign with, and how COSE (RFC 9053 and RFC 8812) names it and writes
 * its public keys.
 */
public enum Algorithm {

	ES256(-7, 2, "EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),

	EDDSA(-8, 1, "Ed25519", NamedParameterSpec.ED25519, "Ed25519"),

	/** Its keys are not generated: see {@link #keyPair()}. */
	RS256(-257, 3, "RSA", null, "SHA256withRSA");

	private final int identifier;

	private final int keyType;

	private final String keyAlgorithm;

	private final @Nullable AlgorithmParameterSpec keyParameters;

	private final String signatureAlgorithm;

	Algorithm(int identifier, int keyType, String keyAlgorithm, @Nullable AlgorithmParameterSpec keyParameters,
			String signatureAlgorithm) {
		this.identifier = identifier;
		this.keyType = keyType;
		this.keyAlgorithm = keyAlgorithm;
		this.keyParameters = keyParameters;
		this.signatureAlgorithm = signatureAlgorithm;
	}

	/**
	 * Return the COSE algorithm identifier, for {@code pubKeyCredParams}.
	 */
	public int identifier() {
		return this.identifier;
	}

	/**
	 * Return a key for a credential. RSA keys take long to make, ten seconds in a JVM
	 * without the second compiler: there are two in a file, which credentials have in
	 * turn.
	 */
	KeyPair keyPair() {
		return (this == RS256) ? RsaKeys.next() : generate();
	}

	/**
	 * Return a key that {@link #keyPair()} never returns.
	 */
	KeyPair otherKeyPair() {
		return (this == RS256) ? RsaKeys.OTHER : generate();
	}

	private KeyPair generate() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(this.keyAlgorithm);
			generator.initialize(this.keyParameters);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] sign(PrivateKey key, byte[] authenticatorData, byte[] clientDataHash) {
		try {
			Signature signature = Signature.getInstance(this.signatureAlgorithm);
			signature.initSign(key);
			signature.update(authenticatorData);
			signature.update(clientDataHash);
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return a public key as COSE_Key, which can be changed.
	 */
	Map<Object, Object> coseKey(PublicKey key) {
		Map<Object, Object> cose = new LinkedHashMap<>();
		cose.put(1, this.keyType);
		cose.put(3, this.identifier);
		if (key instanceof ECPublicKey point) {
			cose.put(-1, 1);
			cose.put(-2, unsigned(point.getW().getAffineX(), 32));
			cose.put(-3, unsigned(point.getW().getAffineY(), 32));
		}
		else if (key instanceof RSAPublicKey rsa) {
			cose.put(-1, unsigned(rsa.getModulus(), 256));
			cose.put(-2, unsigned(rsa.getPublicExponent(), 3));
		}
		else {
			byte[] encoded = key.getEncoded();
			cose.put(-1, 6);
			cose.put(-2, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
		}
		return cose;
	}

	private static byte[] unsigned(BigInteger number, int length) {
		byte[] bytes = number.toByteArray();
		byte[] unsigned = new byte[length];
		int copied = Math.min(length, bytes.length);
		System.arraycopy(bytes, bytes.length - copied, unsigned, length - copied, copied);
		return unsigned;
	}

	private static final class RsaKeys {

		private static final List<KeyPair> KEYS = read();

		private static final KeyPair OTHER = KEYS.get(2);

		private static final AtomicInteger GIVEN = new AtomicInteger();

		private static KeyPair next() {
			return KEYS.get(GIVEN.getAndIncrement() & 1);
		}

		private static List<KeyPair> read() {
			try {
				return new ClassPathResource("rsa-keys.txt", Algorithm.class)
					.getContentAsString(StandardCharsets.US_ASCII)
					.lines()
					.map(RsaKeys::parse)
					.toList();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static KeyPair parse(String pkcs8) {
			try {
				KeyFactory factory = KeyFactory.getInstance(RS256.keyAlgorithm);
				RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory
					.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pkcs8)));
				return new KeyPair(
						factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())), key);
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}

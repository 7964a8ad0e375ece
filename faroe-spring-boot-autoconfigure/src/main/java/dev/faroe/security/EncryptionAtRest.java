package dev.faroe.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.encrypt.AesGcmBytesEncryptor;
import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.keygen.BytesKeyGenerator;
import org.springframework.util.Assert;

/**
 * Encrypts secrets that are kept in the database, with AES-256-GCM. Each is bound to the
 * row that it belongs to, and cannot be read as the secret of another row. The first key
 * encrypts, and all keys decrypt, so that keys can be replaced one after the other.
 * <p>
 * A stored value is {@code v1:<id of the key>:<Base64>}, or {@code plain:<Base64>} for
 * one that was stored while there was no key. The latter can always be read, whatever the
 * keys, and is bound to nothing.
 * <p>
 * Neither direction blocks: the randomness comes from a generator that is seeded on
 * another thread.
 */
public final class EncryptionAtRest {

	private static final String PLAIN = "plain:";

	private static final String ENCRYPTED = "v1:";

	private final @Nullable String currentKeyId;

	private final Map<String, BytesEncryptor> encryptors = new LinkedHashMap<>();

	/**
	 * Create what encrypts with the first of some keys.
	 * @param keys the keys, with different ids; none to store secrets as they are
	 */
	public EncryptionAtRest(List<EncryptionKey> keys) {
		Initializations initializations = new Initializations();
		for (EncryptionKey key : keys) {
			BytesEncryptor encryptor = AesGcmBytesEncryptor.withSecretKey(new SecretKeySpec(key.key(), "AES"))
				.ivGenerator(initializations)
				.build();
			Assert.isNull(this.encryptors.put(key.id(), encryptor), () -> "there are two keys with the id " + key.id());
			// What the platform loads at first use is loaded now.
			encryptor.decrypt(encryptor.encrypt(new byte[0]));
		}
		this.currentKeyId = keys.isEmpty() ? null : keys.get(0).id();
	}

	/**
	 * Tell whether there is a key.
	 * @return whether secrets are encrypted
	 */
	public boolean isEnabled() {
		return this.currentKeyId != null;
	}

	/**
	 * Encrypt a secret, if there is a key.
	 * @param secret the secret
	 * @param owner what the secret belongs to: a text that is different for every row
	 * @return what to store, in printable ASCII characters
	 */
	public String encrypt(byte[] secret, String owner) {
		if (this.currentKeyId == null) {
			return PLAIN + Base64.getEncoder().encodeToString(secret);
		}
		byte[] encrypted = encryptor(this.currentKeyId).encrypt(bind(secret, owner));
		return ENCRYPTED + this.currentKeyId + ":" + Base64.getEncoder().encodeToString(encrypted);
	}

	/**
	 * Decrypt a secret.
	 * @param stored what {@link #encrypt} returned
	 * @param owner what the secret belongs to
	 * @return the secret
	 * @throws DecryptionException if the key is missing or not the one that encrypted, or
	 * the secret belongs to something else, or what is stored was damaged
	 */
	public byte[] decrypt(String stored, String owner) {
		if (stored.startsWith(PLAIN)) {
			return decode(stored.substring(PLAIN.length()));
		}
		String keyId = keyId(stored);
		BytesEncryptor encryptor = encryptor(keyId);
		byte[] encrypted = decode(stored.substring(ENCRYPTED.length() + keyId.length() + 1));
		return unbind(decrypt(encryptor, encrypted, keyId), owner, keyId);
	}

	/**
	 * Tell whether a secret would be stored in the same way today.
	 * @param stored what {@link #encrypt} returned
	 * @return whether it was encrypted with the first key, or is plain and there is no
	 * key
	 */
	public boolean isCurrent(String stored) {
		return stored.startsWith((this.currentKeyId != null) ? ENCRYPTED + this.currentKeyId + ":" : PLAIN);
	}

	private static String keyId(String stored) {
		int end = stored.indexOf(':', ENCRYPTED.length());
		if (stored.startsWith(ENCRYPTED) && end >= 0) {
			String keyId = stored.substring(ENCRYPTED.length(), end);
			if (EncryptionKey.isId(keyId)) {
				return keyId;
			}
		}
		throw new DecryptionException("A stored secret has none of the forms that Faroe stores");
	}

	private BytesEncryptor encryptor(String keyId) {
		BytesEncryptor encryptor = this.encryptors.get(keyId);
		if (encryptor == null) {
			throw new DecryptionException("A stored secret was encrypted with the key \"" + keyId
					+ "\", which is not in faroe.encryption.keys");
		}
		return encryptor;
	}

	private static byte[] decode(String base64) {
		try {
			return Base64.getDecoder().decode(base64);
		}
		catch (IllegalArgumentException ex) {
			throw new DecryptionException("A stored secret is not in Base64");
		}
	}

	private static byte[] decrypt(BytesEncryptor encryptor, byte[] encrypted, String keyId) {
		try {
			return encryptor.decrypt(encrypted);
		}
		catch (RuntimeException ex) {
			throw new DecryptionException("A stored secret cannot be decrypted with the key \"" + keyId
					+ "\" of faroe.encryption.keys: it was encrypted with another key of that id, or damaged");
		}
	}

	/**
	 * The encryptor has no associated data, so that the owner stands before the secret.
	 */
	private static byte[] bind(byte[] secret, String owner) {
		byte[] prefix = prefix(owner);
		return ByteBuffer.allocate(prefix.length + secret.length).put(prefix).put(secret).array();
	}

	private static byte[] unbind(byte[] bound, String owner, String keyId) {
		byte[] expected = prefix(owner);
		ByteBuffer buffer = ByteBuffer.wrap(bound);
		byte[] prefix = new byte[Math.min(expected.length, bound.length)];
		buffer.get(prefix);
		if (!MessageDigest.isEqual(expected, prefix)) {
			throw new DecryptionException(
					"A stored secret, encrypted with the key \"" + keyId + "\", was moved from another row");
		}
		byte[] secret = new byte[buffer.remaining()];
		buffer.get(secret);
		return secret;
	}

	/**
	 * Its length first, lest one owner be the beginning of another with its secret.
	 */
	private static byte[] prefix(String owner) {
		byte[] bytes = owner.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
	}

	/**
	 * Return a text without the keys.
	 */
	@Override
	public String toString() {
		return "EncryptionAtRest[keys=%s]".formatted(this.encryptors.keySet());
	}

	/**
	 * Random initialization vectors of the length that Spring Security uses.
	 */
	private static final class Initializations implements BytesKeyGenerator {

		@Override
		public int getKeyLength() {
			return 16;
		}

		@Override
		public byte[] generateKey() {
			byte[] bytes = new byte[getKeyLength()];
			SeededRandom.shared().nextBytes(bytes);
			return bytes;
		}

	}

}

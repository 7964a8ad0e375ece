package dev.faroe.security;

import java.nio.charset.StandardCharsets;

/**
 * The codes of one kind in the database, each bound to its row: encrypted as
 * {@link EncryptionAtRest} does it, or as they are while there is no key. No code has a
 * colon and everything encrypted has one, so that it shows which of the two is stored.
 */
public final class StoredCodes {

	private final EncryptionAtRest encryption;

	private final String kind;

	private StoredCodes(EncryptionAtRest encryption, String kind) {
		this.encryption = encryption;
		this.kind = kind;
	}

	/**
	 * Return the recovery codes. A row is that of a user.
	 * @param encryption what encrypts
	 * @return the codes
	 */
	public static StoredCodes ofRecovery(EncryptionAtRest encryption) {
		return new StoredCodes(encryption, "recovery");
	}

	/**
	 * Return the codes of email verification requests. A row is that of a user.
	 * @param encryption what encrypts
	 * @return the codes
	 */
	public static StoredCodes ofEmailVerification(EncryptionAtRest encryption) {
		return new StoredCodes(encryption, "email-verification");
	}

	/**
	 * Return the codes of email update requests. A row is that of a request.
	 * @param encryption what encrypts
	 * @return the codes
	 */
	public static StoredCodes ofEmailUpdate(EncryptionAtRest encryption) {
		return new StoredCodes(encryption, "email-update");
	}

	/**
	 * Encrypt a code, if there is a key.
	 * @param code the code
	 * @param rowId the primary key of the row
	 * @return what to store
	 */
	public String encrypt(Secret code, String rowId) {
		String text = code.value();
		return this.encryption.isEnabled()
				? this.encryption.encrypt(text.getBytes(StandardCharsets.UTF_8), owner(rowId)) : text;
	}

	/**
	 * Read a code. What cannot be decrypted is a secret whose value cannot be had, and is
	 * in the way of nothing else in its row.
	 * @param stored what {@link #encrypt} returned
	 * @param rowId the primary key of the row
	 * @return the code
	 */
	public Secret decrypt(String stored, String rowId) {
		if (!isEncrypted(stored)) {
			return Secret.of(stored);
		}
		try {
			return Secret.of(new String(this.encryption.decrypt(stored, owner(rowId)), StandardCharsets.UTF_8));
		}
		catch (DecryptionException ex) {
			return Secret.unreadable(ex);
		}
	}

	/**
	 * Tell whether a code would be stored in the same way today.
	 * @param stored what {@link #encrypt} returned
	 * @return whether it was encrypted with the first key, or is plain and there is no
	 * key
	 */
	public boolean isCurrent(String stored) {
		return this.encryption.isEnabled() ? this.encryption.isCurrent(stored) : !isEncrypted(stored);
	}

	private static boolean isEncrypted(String stored) {
		return stored.indexOf(':') >= 0;
	}

	private String owner(String rowId) {
		return this.kind + ":" + rowId;
	}

}

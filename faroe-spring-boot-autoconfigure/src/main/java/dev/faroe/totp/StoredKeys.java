package dev.faroe.totp;

import dev.faroe.security.EncryptionAtRest;

/**
 * The keys of TOTP credentials, each bound to its credential and its user.
 */
final class StoredKeys {

	private final EncryptionAtRest encryption;

	StoredKeys(EncryptionAtRest encryption) {
		this.encryption = encryption;
	}

	String encrypt(TotpCredential credential, TotpKey key) {
		return this.encryption.encrypt(key.bytes(), owner(credential));
	}

	TotpKey decrypt(StoredTotpCredential stored) {
		return new TotpKey(this.encryption.decrypt(stored.totpKey(), owner(stored.credential())));
	}

	boolean isCurrent(StoredTotpCredential stored) {
		return this.encryption.isCurrent(stored.totpKey());
	}

	private static String owner(TotpCredential credential) {
		return "totp:" + credential.userId() + ":" + credential.id();
	}

}

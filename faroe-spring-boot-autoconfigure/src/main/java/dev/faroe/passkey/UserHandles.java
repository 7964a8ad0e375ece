package dev.faroe.passkey;

import java.security.MessageDigest;

import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import reactor.core.publisher.Mono;

/**
 * What authenticators know users by: random bytes, which tell whoever finds them on a
 * device nothing (WebAuthn Level 3, 14.6.1).
 */
final class UserHandles {

	/** Bytes of a handle; WebAuthn allows 64. */
	private static final int LENGTH = 32;

	private final PasskeyRepository rows;

	private final EncryptionAtRest encryption;

	private final TokenGenerator tokens;

	UserHandles(PasskeyRepository rows, EncryptionAtRest encryption, TokenGenerator tokens) {
		this.rows = rows;
		this.encryption = encryption;
		this.tokens = tokens;
	}

	/**
	 * Return the handle of a user, a new one if there is none yet. Takes part in the
	 * transaction of the caller, which has locked the user.
	 */
	Mono<byte[]> getOrCreate(String userId) {
		return find(userId).switchIfEmpty(Mono.defer(() -> {
			byte[] handle = this.tokens.key(LENGTH);
			return this.rows.insertHandle(userId, this.encryption.encrypt(handle, owner(userId))).thenReturn(handle);
		}));
	}

	/**
	 * Tell whether a handle is that of a user.
	 */
	Mono<Boolean> isOf(String userId, byte[] handle) {
		return find(userId).map((stored) -> MessageDigest.isEqual(stored, handle)).defaultIfEmpty(false);
	}

	private Mono<byte[]> find(String userId) {
		return this.rows.findHandle(userId).map((stored) -> this.encryption.decrypt(stored, owner(userId)));
	}

	private static String owner(String userId) {
		return "passkey-user:" + userId;
	}

}

package dev.faroe.passkey;

import java.security.MessageDigest;

import dev.faroe.security.DecryptionException;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * What authenticators know users by: random bytes, which tell whoever finds them on a
 * device nothing (WebAuthn Level 3, 14.6.1).
 */
final class UserHandles {

	private static final Log logger = LogFactory.getLog(UserHandles.class);

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
	 * @param userId the user's id
	 * @param inUse whether a passkey has it. If none has, a handle that cannot be
	 * decrypted is replaced: nobody misses it.
	 */
	Mono<byte[]> getOrCreate(String userId, boolean inUse) {
		return this.rows.findHandle(userId)
			.flatMap((stored) -> decrypt(userId, stored).onErrorResume(DecryptionException.class,
					(ex) -> inUse ? Mono.error(ex) : replace(userId, stored)))
			.switchIfEmpty(Mono.defer(() -> create(userId)));
	}

	private Mono<byte[]> create(String userId) {
		byte[] handle = this.tokens.key(LENGTH);
		return this.rows.insertHandle(userId, encrypt(userId, handle)).thenReturn(handle);
	}

	private Mono<byte[]> replace(String userId, String stored) {
		byte[] handle = this.tokens.key(LENGTH);
		return this.rows.replaceHandle(userId, stored, encrypt(userId, handle)).thenReturn(handle);
	}

	/**
	 * Tell whether a handle is that of a user.
	 */
	Mono<Boolean> isOf(String userId, byte[] handle) {
		return this.rows.findHandle(userId)
			.flatMap((stored) -> decrypt(userId, stored))
			.map((own) -> MessageDigest.isEqual(own, handle))
			.defaultIfEmpty(false);
	}

	private Mono<byte[]> decrypt(String userId, String stored) {
		return Mono.fromSupplier(() -> this.encryption.decrypt(stored, owner(userId)))
			.delayUntil((handle) -> upgrade(userId, stored, handle));
	}

	/**
	 * Encrypts a handle that is stored plain, or under a key that is not the first any
	 * more. The handle is read, whatever becomes of it.
	 */
	private Mono<Integer> upgrade(String userId, String stored, byte[] handle) {
		if (this.encryption.isCurrent(stored)) {
			return Mono.empty();
		}
		return this.rows.replaceHandle(userId, stored, encrypt(userId, handle)).onErrorResume((ex) -> {
			logger.debug("The upgrade of a user handle is left to the next use: " + ex.getClass().getName());
			return Mono.empty();
		});
	}

	private String encrypt(String userId, byte[] handle) {
		return this.encryption.encrypt(handle, owner(userId));
	}

	private static String owner(String userId) {
		return "passkey-user:" + userId;
	}

}

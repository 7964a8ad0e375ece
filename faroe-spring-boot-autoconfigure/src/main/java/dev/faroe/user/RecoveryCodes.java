package dev.faroe.user;

import java.time.Instant;
import java.util.Set;

import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.Secret;
import dev.faroe.security.StoredCodes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * The recovery codes in the rows of users.
 */
final class RecoveryCodes {

	private static final Log logger = LogFactory.getLog(RecoveryCodes.class);

	private final UserRepository users;

	private final StoredCodes codes;

	RecoveryCodes(UserRepository users, EncryptionAtRest encryption) {
		this.users = users;
		this.codes = StoredCodes.ofRecovery(encryption);
	}

	String stored(User user) {
		return this.codes.encrypt(user.recoveryCode(), user.id());
	}

	User user(StoredUser stored) {
		return new User(stored.id(), stored.createdAt(), stored.email(), stored.emailVerified(), code(stored),
				factors(stored), Instant.ofEpochMilli(stored.sessionsSince()), stored.disabled());
	}

	private static Set<String> factors(StoredUser stored) {
		return stored.secondFactors().isEmpty() ? Set.of() : Set.of(stored.secondFactors().split(" "));
	}

	private Secret code(StoredUser stored) {
		return this.codes.decrypt(stored.recoveryCode(), stored.id());
	}

	/**
	 * Encrypts a code that is stored plain, or under a key that is not the first any
	 * more. The password is right, whatever becomes of it.
	 */
	Mono<Integer> upgrade(StoredUser stored) {
		if (this.codes.isCurrent(stored.recoveryCode())) {
			return Mono.empty();
		}
		return Mono
			.defer(() -> this.users.replaceRecoveryCode(stored.id(), stored.recoveryCode(),
					this.codes.encrypt(code(stored), stored.id())))
			.onErrorResume((ex) -> {
				logger.debug("The encryption of a recovery code is left to another log-in: " + ex.getClass().getName());
				return Mono.empty();
			});
	}

}

package dev.faroe.passkey;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A passkey of a user, without its key.
 *
 * @param id the id
 * @param userId the id of the user whose passkey it is
 * @param createdAt when it was registered, in whole seconds
 * @param lastUsedAt when it was used last, in whole seconds, or {@code null} before that
 * @param name what the user calls it, at most {@value PasskeyService#MAX_NAME_LENGTH}
 * characters
 * @param transports how clients can reach the authenticator, such as {@code internal} or
 * {@code usb}, as the client said
 * @param backupEligible whether it can be backed up, as one that is synchronized between
 * devices
 * @param backedUp whether it was backed up when it was used last
 */
public record Passkey(String id, String userId, Instant createdAt, @Nullable Instant lastUsedAt, String name,
		Set<String> transports, boolean backupEligible, boolean backedUp) {

	public Passkey {
		transports = Set.copyOf(transports);
	}

}

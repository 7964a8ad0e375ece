package dev.faroe.passkey;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import dev.faroe.userdata.UserData;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A passkey in the database.
 *
 * @param id the id
 * @param userId the id of the user whose passkey it is
 * @param createdAt when it was registered, in whole seconds
 * @param lastUsedAt when it was used last, in whole seconds, or {@code null}
 * @param name what the user calls it
 * @param credentialId the id that the authenticator gave it, in Base64 for URLs
 * @param credential its attested credential data (WebAuthn Level 3, 6.5.2), which has the
 * public key, in Base64 for URLs
 * @param transports the transports, separated by spaces
 * @param signCount the last signature counter, 0 if the authenticator has none
 * @param uvInitialized whether the authenticator has ever verified the user
 * @param backupEligible whether it can be backed up
 * @param backedUp whether it was backed up at the last use
 */
@Table("passkey")
record StoredPasskey(@Id String id, String userId, Instant createdAt, @Nullable Instant lastUsedAt, String name,
		String credentialId, String credential, String transports, long signCount, boolean uvInitialized,
		boolean backupEligible, boolean backedUp) {

	Set<String> transportSet() {
		return Arrays.stream(this.transports.split(" "))
			.filter((transport) -> !transport.isEmpty())
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	Passkey passkey() {
		return new Passkey(this.id, this.userId, this.createdAt, this.lastUsedAt, this.name, transportSet(),
				this.backupEligible, this.backedUp);
	}

	UserData.Passkey data() {
		return new UserData.Passkey(this.id, this.name, this.createdAt, this.lastUsedAt,
				transportSet().stream().sorted().toList(), this.backupEligible, this.backedUp);
	}

}

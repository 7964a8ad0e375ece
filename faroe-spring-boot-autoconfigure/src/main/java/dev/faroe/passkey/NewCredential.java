package dev.faroe.passkey;

import java.time.Instant;

/**
 * What there is to store of a passkey that has been made, as in {@link StoredPasskey}.
 *
 * @param credentialId the id that the authenticator gave it
 * @param credential its attested credential data
 * @param transports the transports
 * @param signCount the signature counter
 * @param userVerified whether the authenticator has verified the user
 * @param backupEligible whether it can be backed up
 * @param backedUp whether it is backed up
 */
record NewCredential(String credentialId, String credential, String transports, long signCount, boolean userVerified,
		boolean backupEligible, boolean backedUp) {

	StoredPasskey passkey(String id, String userId, Instant createdAt, String name) {
		return new StoredPasskey(id, userId, createdAt, null, name, this.credentialId, this.credential, this.transports,
				this.signCount, this.userVerified, this.backupEligible, this.backedUp);
	}

}

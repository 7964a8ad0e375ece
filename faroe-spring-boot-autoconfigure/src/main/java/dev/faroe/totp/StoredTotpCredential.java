package dev.faroe.totp;

import java.time.Instant;

import dev.faroe.userdata.UserData;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A TOTP credential in the database.
 *
 * @param id the id
 * @param userId the id of the user whose credential it is
 * @param createdAt when it was registered, in whole seconds
 * @param totpKey the key, as {@link dev.faroe.security.EncryptionAtRest} stores it
 * @param keyFingerprint what tells the key from the other keys of the user, see
 * {@link TotpKey#fingerprint}; {@code null} for a credential from before there were any
 * @param lastUsedStep the time step of the last code that was accepted, in units of 30
 * seconds since 1970; {@link #UNUSED} before the first
 */
@Table("totp_credential")
record StoredTotpCredential(@Id String id, String userId, Instant createdAt, String totpKey,
		@Nullable String keyFingerprint, long lastUsedStep) {

	/**
	 * The step of a credential that no code has been accepted for.
	 */
	static final long UNUSED = -1;

	TotpCredential credential() {
		return new TotpCredential(this.id, this.userId, this.createdAt);
	}

	UserData.Authenticator data() {
		return new UserData.Authenticator(this.id, this.createdAt, (this.lastUsedStep != UNUSED)
				? Instant.ofEpochSecond(this.lastUsedStep * TotpCodes.STEP.toSeconds()) : null);
	}

	/**
	 * Return a text without the key.
	 */
	@Override
	public String toString() {
		return "StoredTotpCredential[id=%s, userId=%s, createdAt=%s, lastUsedStep=%s]".formatted(this.id, this.userId,
				this.createdAt, this.lastUsedStep);
	}

}

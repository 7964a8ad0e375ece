package dev.faroe.totp.enrolment;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A pending enrolment in the database, and the email address of its user.
 *
 * @param userId the user's id
 * @param expiresAt when it ends, in whole seconds
 * @param totpKey the key, as {@link dev.faroe.security.EncryptionAtRest} stores it
 * @param email the user's email address, or {@code null}
 */
@Table("totp_enrolment_request")
record StoredTotpEnrolment(@Id String userId, Instant expiresAt, String totpKey, @Nullable String email) {

	/**
	 * Return a text without the key and the address.
	 */
	@Override
	public String toString() {
		return "StoredTotpEnrolment[userId=%s, expiresAt=%s]".formatted(this.userId, this.expiresAt);
	}

}

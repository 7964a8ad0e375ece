package dev.faroe.user;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A user, as the model of that name in the REST API reference describes it.
 *
 * @param id 24 characters, see {@link dev.faroe.security.TokenGenerator#id()}
 * @param createdAt when the user was created, in whole seconds
 * @param email the lower-cased email address, or {@code null} for a user without one
 * @param emailVerified whether the user has proved to own the email address
 * @param recoveryCode the code that removes all second factors; a secret
 * @param totpRegistered whether the user has a TOTP credential
 */
@Table("faroe_user")
public record User(@Id String id, Instant createdAt, @Nullable String email, boolean emailVerified, String recoveryCode,
		boolean totpRegistered) {

	/**
	 * Return a text without the recovery code.
	 */
	@Override
	public String toString() {
		return "User[id=%s, createdAt=%s, email=%s, emailVerified=%s, totpRegistered=%s]".formatted(this.id,
				this.createdAt, this.email, this.emailVerified, this.totpRegistered);
	}

}

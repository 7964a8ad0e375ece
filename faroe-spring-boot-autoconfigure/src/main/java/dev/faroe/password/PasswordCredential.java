package dev.faroe.password;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * What a user's password is verified against.
 *
 * @param id the user's id
 * @param passwordHash the hash of the password, as its encoder writes it
 * @param disabled whether no password is right for the user
 * @param emailVerified whether the user has proved to own the email address
 */
@Table("user")
record PasswordCredential(@Id String id, String passwordHash, boolean disabled, boolean emailVerified) {

	/**
	 * Return the same credential as one that no password is right for unless the user has
	 * proved to own the email address.
	 */
	PasswordCredential closedUnlessVerified() {
		return this.emailVerified ? this : new PasswordCredential(this.id, this.passwordHash, true, false);
	}

	/**
	 * Return a text without the hash.
	 */
	@Override
	public String toString() {
		return "PasswordCredential[id=%s]".formatted(this.id);
	}

}

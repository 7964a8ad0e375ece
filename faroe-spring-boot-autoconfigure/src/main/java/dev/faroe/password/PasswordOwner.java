package dev.faroe.password;

import org.jspecify.annotations.Nullable;

/**
 * Whose password it is, as far as the rules for passwords depend on that.
 *
 * @param email the email address, or {@code null} for a user without one
 * @param hasSecondFactor whether the password is not the only factor
 */
record PasswordOwner(@Nullable String email, boolean hasSecondFactor) {

	/** Somebody whom no rule is about. */
	static final PasswordOwner ANYBODY = new PasswordOwner(null, true);

	/**
	 * Return a text without the address.
	 */
	@Override
	public String toString() {
		return "PasswordOwner[hasSecondFactor=%s]".formatted(this.hasSecondFactor);
	}

}

package dev.faroe.password;

import org.jspecify.annotations.Nullable;

/**
 * The rules for new passwords that an application can change.
 *
 * @param minLength the least length, in Unicode code points
 * @param minLengthAsOnlyFactor the least length for users without a second factor; less
 * than {@code minLength} means nothing
 * @param contextWords the words that no password may be made of, or {@code null} for none
 */
record PasswordPolicy(int minLength, int minLengthAsOnlyFactor, @Nullable ContextWords contextWords) {

	/** What the REST API reference asks for. */
	static final PasswordPolicy OF_REFERENCE = new PasswordPolicy(8, 8, null);

	int minLength(PasswordOwner owner) {
		return owner.hasSecondFactor() ? this.minLength : Math.max(this.minLength, this.minLengthAsOnlyFactor);
	}

	/**
	 * Tell whether it makes a difference whose password it is.
	 */
	boolean dependsOnOwner() {
		return this.minLengthAsOnlyFactor > this.minLength || this.contextWords != null;
	}

}

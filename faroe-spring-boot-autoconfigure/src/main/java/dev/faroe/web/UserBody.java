package dev.faroe.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.faroe.user.User;
import org.jspecify.annotations.Nullable;

/**
 * A user as JSON. {@code totp_registered} is what existing clients read,
 * {@code registered_totp} what the reference documents, and {@code disabled} is there for
 * who asked for the group that sets it.
 */
record UserBody(String id, long createdAt, @Nullable String email, boolean emailVerified, @Nullable String recoveryCode,
		boolean totpRegistered, boolean registeredTotp,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean disabled) {

	/** The kind of second factor that the reference knows. */
	static final String TOTP = "totp";

	static UserBody of(User user, boolean withState) {
		return new UserBody(user.id(), user.createdAt().getEpochSecond(), user.email(), user.emailVerified(),
				ShownSecret.of(user.recoveryCode()), user.secondFactors().contains(TOTP),
				user.secondFactors().contains(TOTP), withState ? user.disabled() : null);
	}

	/**
	 * Return a text without the recovery code.
	 */
	@Override
	public String toString() {
		return "UserBody[id=%s]".formatted(this.id);
	}

}

package dev.faroe.passkey;

import java.util.Objects;

import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an authenticator that has a passkey.
 *
 * @param data the answer
 * @param credentialId the id that the authenticator gave the passkey, in Base64 for URLs
 * @param challenge the challenge in it
 */
record Assertion(AuthenticationData data, String credentialId, byte[] challenge) {

	Assertion(AuthenticationData data) {
		this(data, Base64Url.encode(Objects.requireNonNull(data.getCredentialId())),
				Objects.requireNonNull(Objects.requireNonNull(data.getCollectedClientData()).getChallenge())
					.getValue());
	}

	byte @Nullable [] userHandle() {
		return this.data.getUserHandle();
	}

	long signCount() {
		return authenticator().getSignCount();
	}

	boolean userVerified() {
		return authenticator().isFlagUV();
	}

	boolean backedUp() {
		return authenticator().isFlagBS();
	}

	private AuthenticatorData<?> authenticator() {
		return Objects.requireNonNull(this.data.getAuthenticatorData());
	}

}

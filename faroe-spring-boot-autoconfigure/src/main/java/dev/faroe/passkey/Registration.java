package dev.faroe.passkey;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;

/**
 * The answer of an authenticator that has made a passkey.
 *
 * @param data the answer
 * @param challenge the challenge in it
 */
record Registration(RegistrationData data, byte[] challenge) {

	private static final Set<String> TRANSPORTS = Set.of("usb", "nfc", "ble", "smart-card", "hybrid", "internal");

	Registration(RegistrationData data) {
		this(data, Objects.requireNonNull(Objects.requireNonNull(data.getCollectedClientData()).getChallenge())
			.getValue());
	}

	/**
	 * Return the id that the authenticator gave the passkey, in Base64 for URLs.
	 */
	String credentialId() {
		return Base64Url.encode(attested().getCredentialId());
	}

	private AuthenticatorData<?> authenticator() {
		return Objects.requireNonNull(this.data.getAttestationObject()).getAuthenticatorData();
	}

	private AttestedCredentialData attested() {
		return Objects.requireNonNull(authenticator().getAttestedCredentialData());
	}

	/**
	 * Return what there is to store, once it has been verified.
	 */
	NewCredential credential(AttestedCredentialDataConverter converter) {
		AuthenticatorData<?> authenticator = authenticator();
		return new NewCredential(credentialId(), Base64Url.encode(converter.convert(attested())), transports(),
				authenticator.getSignCount(), authenticator.isFlagUV(), authenticator.isFlagBE(),
				authenticator.isFlagBS());
	}

	/**
	 * The client says what it likes: what nobody knows is left out.
	 */
	private String transports() {
		Set<AuthenticatorTransport> transports = this.data.getTransports();
		return (transports == null) ? ""
				: transports.stream()
					.map(AuthenticatorTransport::getValue)
					.filter(TRANSPORTS::contains)
					.sorted()
					.collect(Collectors.joining(" "));
	}

}

package dev.faroe.passkey;

import java.security.KeyPair;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What changes the parts of the responses of a {@link SoftwareAuthenticator}; each is
 * applied after those that were given before for the same part.
 */
public final class AuthenticatorHooks {

	private UnaryOperator<Map<String, Object>> clientData = UnaryOperator.identity();

	private UnaryOperator<byte[]> clientDataJson = UnaryOperator.identity();

	private UnaryOperator<byte[]> credentialId = UnaryOperator.identity();

	private UnaryOperator<Map<Object, Object>> coseKey = UnaryOperator.identity();

	private UnaryOperator<byte[]> authenticatorData = UnaryOperator.identity();

	private UnaryOperator<KeyPair> signingKey = UnaryOperator.identity();

	private UnaryOperator<byte[]> signature = UnaryOperator.identity();

	private UnaryOperator<Map<String, Object>> attestation = UnaryOperator.identity();

	private UnaryOperator<byte[]> attestationObject = UnaryOperator.identity();

	private UnaryOperator<Map<String, Object>> response = UnaryOperator.identity();

	/**
	 * Change the client data before it is written as JSON.
	 */
	public AuthenticatorHooks clientData(UnaryOperator<Map<String, Object>> hook) {
		this.clientData = both(this.clientData, hook);
		return this;
	}

	/**
	 * Change the client data as JSON, before it is hashed.
	 */
	public AuthenticatorHooks clientDataJson(UnaryOperator<byte[]> hook) {
		this.clientDataJson = both(this.clientDataJson, hook);
		return this;
	}

	/**
	 * Change the id that a new credential is given.
	 */
	public AuthenticatorHooks credentialId(UnaryOperator<byte[]> hook) {
		this.credentialId = both(this.credentialId, hook);
		return this;
	}

	/**
	 * Change the public key of a new credential, as it is sent.
	 */
	public AuthenticatorHooks coseKey(UnaryOperator<Map<Object, Object>> hook) {
		this.coseKey = both(this.coseKey, hook);
		return this;
	}

	/**
	 * Change the authenticator data before it is signed or attested.
	 */
	public AuthenticatorHooks authenticatorData(UnaryOperator<byte[]> hook) {
		this.authenticatorData = both(this.authenticatorData, hook);
		return this;
	}

	/**
	 * Change the key that signs, in a statement of attestation too.
	 */
	public AuthenticatorHooks signingKey(UnaryOperator<KeyPair> hook) {
		this.signingKey = both(this.signingKey, hook);
		return this;
	}

	/**
	 * Change the signature, in a statement of attestation too.
	 */
	public AuthenticatorHooks signature(UnaryOperator<byte[]> hook) {
		this.signature = both(this.signature, hook);
		return this;
	}

	/**
	 * Change the attestation before it is written as CBOR.
	 */
	public AuthenticatorHooks attestation(UnaryOperator<Map<String, Object>> hook) {
		this.attestation = both(this.attestation, hook);
		return this;
	}

	/**
	 * Change the attestation as CBOR.
	 */
	public AuthenticatorHooks attestationObject(UnaryOperator<byte[]> hook) {
		this.attestationObject = both(this.attestationObject, hook);
		return this;
	}

	/**
	 * Change the whole answer; its maps can be changed.
	 */
	public AuthenticatorHooks response(UnaryOperator<Map<String, Object>> hook) {
		this.response = both(this.response, hook);
		return this;
	}

	UnaryOperator<Map<String, Object>> clientData() {
		return this.clientData;
	}

	UnaryOperator<byte[]> clientDataJson() {
		return this.clientDataJson;
	}

	UnaryOperator<byte[]> credentialId() {
		return this.credentialId;
	}

	UnaryOperator<Map<Object, Object>> coseKey() {
		return this.coseKey;
	}

	UnaryOperator<byte[]> authenticatorData() {
		return this.authenticatorData;
	}

	UnaryOperator<KeyPair> signingKey() {
		return this.signingKey;
	}

	UnaryOperator<byte[]> signature() {
		return this.signature;
	}

	UnaryOperator<Map<String, Object>> attestation() {
		return this.attestation;
	}

	UnaryOperator<byte[]> attestationObject() {
		return this.attestationObject;
	}

	UnaryOperator<Map<String, Object>> response() {
		return this.response;
	}

	private static <T> UnaryOperator<T> both(UnaryOperator<T> first, UnaryOperator<T> second) {
		return (part) -> second.apply(first.apply(part));
	}

}

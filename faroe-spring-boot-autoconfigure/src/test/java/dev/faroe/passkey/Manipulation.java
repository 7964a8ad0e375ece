package dev.faroe.passkey;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import static dev.faroe.passkey.Manipulation.Ceremony.AUTHENTICATION;
import static dev.faroe.passkey.Manipulation.Ceremony.REGISTRATION;
import static dev.faroe.passkey.Manipulation.RefusedBy.CALLER;
import static dev.faroe.passkey.Manipulation.RefusedBy.LIBRARY;
import static dev.faroe.passkey.Manipulation.RefusedBy.NOBODY;
import static dev.faroe.passkey.Manipulation.RefusedBy.STRICTER_LIBRARY;

/**
 * What a manipulated client or authenticator may send.
 * <p>
 * The authenticator must count up, must have a credential of another user, and must have
 * given an honest response of the same ceremony before: some manipulations go back to
 * these.
 */
public enum Manipulation {

	// The client data, of which the signature covers the hash.

	CHALLENGE_WRONG(LIBRARY, Tampering.clientData("challenge", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
	CHALLENGE_EMPTY(LIBRARY, Tampering.clientData("challenge", "")),
	CHALLENGE_MISSING(LIBRARY, Tampering.withoutClientData("challenge")),
	CHALLENGE_NO_TEXT(LIBRARY, Tampering.clientData("challenge", List.of(1))),
	ORIGIN_OF_ANOTHER(LIBRARY, Tampering.clientData("origin", "https://evil.example")),
	ORIGIN_WITH_SUFFIX(LIBRARY, Tampering.clientData("origin", "https://shop.example.evil.example")),
	ORIGIN_HTTP(LIBRARY, Tampering.clientData("origin", "http://shop.example")),
	ORIGIN_WITH_PORT(LIBRARY, Tampering.clientData("origin", "https://shop.example:8443")),
	ORIGIN_OF_SUBDOMAIN(LIBRARY, Tampering.clientData("origin", "https://evil.shop.example")),
	ORIGIN_OPAQUE(LIBRARY, Tampering.clientData("origin", "null")),
	ORIGIN_NO_URI(LIBRARY, Tampering.clientData("origin", "https://shop example")),
	ORIGIN_MISSING(LIBRARY, Tampering.withoutClientData("origin")),
	/** Only the scheme, host and port are compared; no browser sends more than these. */
	ORIGIN_WITH_PATH(NOBODY, Tampering.clientData("origin", "https://user@shop.example/path")),
	TYPE_OF_OTHER_CEREMONY(LIBRARY, Tampering::sendTypeOfOtherCeremony),
	TYPE_UNKNOWN(LIBRARY, Tampering.clientData("type", "payment.get")),
	TYPE_MISSING(LIBRARY, Tampering.withoutClientData("type")),
	CROSS_ORIGIN(LIBRARY, Tampering.clientData("crossOrigin", true)),
	CROSS_ORIGIN_WITH_TOP_ORIGIN(LIBRARY,
			Tampering.clientData("crossOrigin", true)
				.andThen(Tampering.clientData("topOrigin", "https://evil.example"))),
	TOP_ORIGIN(LIBRARY, Tampering.clientData("topOrigin", "https://evil.example")),
	TOKEN_BINDING_PRESENT(LIBRARY, Tampering.clientData("tokenBinding", Map.of("status", "present", "id", "AAAA"))),
	TOKEN_BINDING_UNKNOWN(LIBRARY, Tampering.clientData("tokenBinding", Map.of("status", "perhaps"))),
	CLIENT_DATA_NO_JSON(LIBRARY, Tampering.clientDataJson((json) -> json.substring(1))),
	CLIENT_DATA_EMPTY(LIBRARY, Tampering.clientDataJson((json) -> "")),
	CLIENT_DATA_NULL(LIBRARY, Tampering.clientDataJson((json) -> "null")),
	CLIENT_DATA_ARRAY(LIBRARY, Tampering.clientDataJson((json) -> "[" + json + "]")),
	CLIENT_DATA_TRAILING(LIBRARY, Tampering.clientDataJson((json) -> json + "{}")),
	CLIENT_DATA_UTF16(LIBRARY, Tampering.clientDataJson((json) -> String.join("\0", json.split("")))),
	/** WebAuthn decodes without the mark, but no browser writes one. */
	CLIENT_DATA_WITH_BOM(LIBRARY, Tampering.clientDataJson((json) -> "\uFEFF" + json)),
	CLIENT_DATA_DEEP(LIBRARY,
			Tampering.clientDataJson(
					(json) -> "{\"more\":" + "[".repeat(100_000) + "]".repeat(100_000) + "," + json.substring(1))),
	/** The last one counts unless the mapper is told to refuse them. */
	CLIENT_DATA_DUPLICATE_FIRST(STRICTER_LIBRARY,
			Tampering.clientDataJson((json) -> "{\"origin\":\"https://evil.example\"," + json.substring(1))),
	CLIENT_DATA_DUPLICATE_LAST(LIBRARY,
			Tampering.clientDataJson(
					(json) -> json.substring(0, json.length() - 1) + ",\"origin\":\"https://evil.example\"}")),
	/** WebAuthn replaces what is no UTF-8, and ignores members that it does not know. */
	CLIENT_DATA_NO_UTF8(NOBODY, Tampering::sendNoUtf8),
	CLIENT_DATA_WITH_UNKNOWN_MEMBER(NOBODY, Tampering.clientData("more", Map.of("a", List.of(1)))),

	// The authenticator data, which the signature covers.

	RP_ID_OF_ANOTHER(LIBRARY, Tampering.authenticatorData(Tampering.rpId("evil.example"))),
	USER_NOT_PRESENT(LIBRARY, Tampering.authenticatorData(Tampering.flag(AuthenticatorFlag.USER_PRESENT, false))),
	USER_NOT_VERIFIED(LIBRARY, Tampering.authenticatorData(Tampering.flag(AuthenticatorFlag.USER_VERIFIED, false))),
	BACKED_UP_NOT_ELIGIBLE(LIBRARY, Tampering.authenticatorData(Tampering.flag(AuthenticatorFlag.BACKED_UP, true))),
	/** Reserved for what later authenticators have to say. */
	RESERVED_FLAGS(NOBODY,
			Tampering.authenticatorData(Tampering.flag(AuthenticatorFlag.RESERVED_1, true))
				.andThen(Tampering.authenticatorData(Tampering.flag(AuthenticatorFlag.RESERVED_2, true)))),
	AUTHENTICATOR_DATA_TRAILING(LIBRARY, Tampering.authenticatorData(Tampering.append((byte) 0))),
	AUTHENTICATOR_DATA_TRUNCATED(LIBRARY, Tampering.authenticatorData(Tampering.length(-1))),
	AUTHENTICATOR_DATA_EMPTY(LIBRARY, Tampering.authenticatorData(Tampering.length(0))),
	/** Taken for no extensions. */
	EXTENSIONS_MISSING(NOBODY, Tampering.authenticatorData(Tampering.flag(AuthenticatorFlag.EXTENSIONS, true))),
	EXTENSIONS_NO_MAP(LIBRARY, Tampering.authenticatorData(Tampering.extensions(7))),
	/** Authenticators may send what nobody asked for. */
	EXTENSIONS_UNKNOWN(NOBODY,
			Tampering.authenticatorData(Tampering.extensions(Map.of("new", Map.of("a", List.of(1)))))),
	BACKUP_ELIGIBILITY_CHANGED(AUTHENTICATION, LIBRARY,
			Tampering.authenticatorData(Tampering.flipFlag(AuthenticatorFlag.BACKUP_ELIGIBLE))),
	COUNTER_BACK(AUTHENTICATION, LIBRARY, Tampering.authenticatorData(Tampering.counter(-1_000_000))),
	COUNTER_UNCHANGED(AUTHENTICATION, LIBRARY, Tampering.authenticatorData(Tampering.counter(-1))),

	// The signature.

	SIGNATURE_CORRUPTED(AUTHENTICATION, LIBRARY, Tampering.signature(Tampering.flipLastBit())),
	SIGNATURE_EMPTY(AUTHENTICATION, LIBRARY, Tampering.signature(Tampering.length(0))),
	SIGNATURE_TRUNCATED(AUTHENTICATION, LIBRARY, Tampering.signature(Tampering.length(-1))),
	/**
	 * A zero would be taken after an EdDSA signature: the JDK reads it as a longer
	 * number.
	 */
	SIGNATURE_TRAILING(AUTHENTICATION, LIBRARY, Tampering.signature(Tampering.append((byte) 1))),
	SIGNATURE_OF_OTHER_KEY(AUTHENTICATION, LIBRARY, Tampering::signWithOtherKey),
	SIGNATURE_OF_OTHER_CLIENT_DATA(AUTHENTICATION, LIBRARY,
			Tampering.text("clientDataJSON",
					(text) -> Tampering.encode((Tampering.decode(text) + " ").getBytes(StandardCharsets.UTF_8)))),
	/** What was signed before, for another challenge. */
	REPLAY(LIBRARY, Tampering::sendPreviousResponse),

	// The new credential, and its attestation.

	ATTESTED_DATA_MISSING(REGISTRATION, LIBRARY,
			Tampering.authenticatorData(Tampering.length(37))
				.andThen(Tampering.authenticatorData(Tampering.flag(AuthenticatorFlag.ATTESTED_DATA, false)))),
	ATTESTED_DATA_FLAG_MISSING(REGISTRATION, LIBRARY,
			Tampering.authenticatorData(Tampering.flag(AuthenticatorFlag.ATTESTED_DATA, false))),
	ALGORITHM_NOT_ASKED_FOR(REGISTRATION, LIBRARY, Tampering.coseKey(Tampering.with(3, -65535))),
	ALGORITHM_UNKNOWN(REGISTRATION, LIBRARY, Tampering.coseKey(Tampering.with(3, -99999))),
	ALGORITHM_MISSING(REGISTRATION, LIBRARY, Tampering.coseKey(Tampering.without(3))),
	KEY_TYPE_UNKNOWN(REGISTRATION, LIBRARY, Tampering.coseKey(Tampering.with(1, 99))),
	KEY_EMPTY(REGISTRATION, LIBRARY, Tampering.coseKey((key) -> Map.of())),
	/** A key with which nothing can be verified harms only its own user. */
	KEY_UNUSABLE(REGISTRATION, NOBODY, Tampering.coseKey(Tampering.with(-2, new byte[] { 1 }))),
	CREDENTIAL_ID_LONG(REGISTRATION, LIBRARY,
			(authenticator) -> authenticator.hooks().credentialId((id) -> new byte[1024])),
	/**
	 * WebAuthn has ids of at least 16 bytes, and does not ask relying parties to verify
	 * it.
	 */
	CREDENTIAL_ID_EMPTY(REGISTRATION, CALLER,
			(authenticator) -> authenticator.hooks().credentialId((id) -> new byte[0])),
	/** Only the caller knows the others. */
	CREDENTIAL_ID_TAKEN(REGISTRATION, CALLER,
			(authenticator) -> authenticator.hooks().credentialId((id) -> authenticator.credentials().get(0).id())),
	FORMAT_UNKNOWN(REGISTRATION, LIBRARY, Tampering.attestation("fmt", "unknown")),
	FORMAT_MISSING(REGISTRATION, LIBRARY,
			(authenticator) -> authenticator.hooks().attestation(Tampering.without("fmt"))),
	STATEMENT_MISSING(REGISTRATION, LIBRARY,
			(authenticator) -> authenticator.hooks().attestation(Tampering.without("attStmt"))),
	/** The statement of the format "none" is empty. */
	STATEMENT_OF_NONE(REGISTRATION, LIBRARY, Tampering.attestation("attStmt", Map.of("sig", new byte[8]))),
	/** Those who ask for no attestation need not look at it. */
	PACKED_WITH_WRONG_SIGNATURE(REGISTRATION, STRICTER_LIBRARY,
			((Consumer<SoftwareAuthenticator>) SoftwareAuthenticator::selfAttestation)
				.andThen(Tampering.signature(Tampering.flipLastBit()))),
	PACKED_OF_OTHER_KEY(REGISTRATION, STRICTER_LIBRARY,
			((Consumer<SoftwareAuthenticator>) SoftwareAuthenticator::selfAttestation)
				.andThen(Tampering::signWithOtherKey)),
	ATTESTATION_TRUNCATED(REGISTRATION, LIBRARY, Tampering.attestationObject(Tampering.length(-1))),
	ATTESTATION_TRAILING(REGISTRATION, LIBRARY, Tampering.attestationObject(Tampering.append((byte) 0))),
	ATTESTATION_EMPTY(REGISTRATION, LIBRARY, Tampering.attestationObject(Tampering.length(0))),
	ATTESTATION_NO_MAP(REGISTRATION, LIBRARY, Tampering.attestationObject((object) -> CborWriter.write(List.of(1)))),
	ATTESTATION_DEEP(REGISTRATION, LIBRARY,
			Tampering.attestationObject(Tampering.oneMoreMember(Tampering.nestedArrays(100_000)))),
	/** Whoever reads the body of the request has to bound it. */
	ATTESTATION_LARGE(REGISTRATION, CALLER,
			Tampering.attestationObject(Tampering.oneMoreMember(CborWriter.write(new byte[1 << 20])))),

	// What nothing protects.

	/** Only the caller knows whose credential it is; the key is another one then. */
	CREDENTIAL_OF_ANOTHER(AUTHENTICATION, LIBRARY, Tampering::sendOtherCredential),
	CREDENTIAL_UNKNOWN(AUTHENTICATION, LIBRARY,
			(authenticator) -> authenticator.hooks().response(Tampering.withId("AAAAAAAAAAAAAAAAAAAAAA"))),
	/** Only the caller knows whose credential it is. */
	USER_HANDLE_OF_ANOTHER(AUTHENTICATION, CALLER, Tampering::sendOtherUserHandle),
	/** Only the caller knows whether it asked for discoverable credentials. */
	USER_HANDLE_ABSENT(AUTHENTICATION, CALLER, Tampering.inner(Tampering.without("userHandle"))),
	USER_HANDLE_EMPTY(AUTHENTICATION, CALLER, Tampering.inner(Tampering.with("userHandle", ""))),
	/** The library takes the id from the authenticator data, or rawId. */
	ID_OTHER_THAN_RAW_ID(CALLER, Tampering.response("id", "AAAAAAAAAAAAAAAAAAAAAA")),
	RAW_ID_OTHER(REGISTRATION, CALLER, Tampering.response("rawId", "AAAAAAAAAAAAAAAAAAAAAA")),
	ID_MISSING(CALLER, Tampering.withoutResponse("id")), ID_NUMBER(CALLER, Tampering.response("id", 7)),
	RAW_ID_MISSING(AUTHENTICATION, LIBRARY, Tampering.withoutResponse("rawId")),
	RAW_ID_OBJECT(LIBRARY, Tampering.response("rawId", Map.of())),
	CREDENTIAL_TYPE_OTHER(CALLER, Tampering.response("type", "password")),
	CREDENTIAL_TYPE_MISSING(CALLER, Tampering.withoutResponse("type")),
	RESPONSE_MISSING(LIBRARY, Tampering.withoutResponse("response")),
	RESPONSE_TEXT(LIBRARY, Tampering.response("response", "text")),
	CLIENT_DATA_MISSING(LIBRARY, Tampering.inner(Tampering.without("clientDataJSON"))),
	CLIENT_DATA_OBJECT(LIBRARY, Tampering.inner(Tampering.with("clientDataJSON", Map.of("type", "webauthn.get")))),
	AUTHENTICATOR_DATA_MISSING(AUTHENTICATION, LIBRARY, Tampering.inner(Tampering.without("authenticatorData"))),
	SIGNATURE_MISSING(AUTHENTICATION, LIBRARY, Tampering.inner(Tampering.without("signature"))),
	SIGNATURE_NUMBER(AUTHENTICATION, LIBRARY, Tampering.inner(Tampering.with("signature", 5))),
	ATTESTATION_MISSING(REGISTRATION, LIBRARY, Tampering.inner(Tampering.without("attestationObject"))),
	TRANSPORTS_TEXT(REGISTRATION, LIBRARY, Tampering.inner(Tampering.with("transports", "internal"))),
	BASE64_ILLEGAL(LIBRARY, Tampering.text("clientDataJSON", (text) -> "*" + text)),
	BASE64_STANDARD(LIBRARY,
			Tampering.clientData("more", ">>>>>>>")
				.andThen(Tampering.text("clientDataJSON", (text) -> text.replace('-', '+')))),
	/** WebAuthn has base64url without padding, and the decoder of the JDK takes both. */
	BASE64_PADDED(CALLER,
			Tampering.clientDataJson((json) -> json + " ".repeat(2 + 3 - (json.length() % 3)))
				.andThen(Tampering.text("clientDataJSON", (text) -> text + "="))),
	EXTENSION_RESULTS_TEXT(LIBRARY, Tampering.response("clientExtensionResults", "text")),
	/** Clients may send what nobody asked for. */
	EXTENSION_RESULTS_UNKNOWN(NOBODY, Tampering.response("clientExtensionResults", Map.of("new", Map.of("a", 1)))),
	TRANSPORTS_UNKNOWN(REGISTRATION, NOBODY, Tampering.inner(Tampering.with("transports", List.of("new")))),
	/** What browsers have read from the attestation is for those who do not. */
	PUBLIC_KEY_OTHER(REGISTRATION, NOBODY, Tampering.inner(Tampering.with("publicKey", "AAAA")));

	private final Set<Ceremony> ceremonies;

	private final RefusedBy refusedBy;

	private final Consumer<SoftwareAuthenticator> hook;

	Manipulation(RefusedBy refusedBy, Consumer<SoftwareAuthenticator> hook) {
		this(EnumSet.allOf(Ceremony.class), refusedBy, hook);
	}

	Manipulation(Ceremony ceremony, RefusedBy refusedBy, Consumer<SoftwareAuthenticator> hook) {
		this(EnumSet.of(ceremony), refusedBy, hook);
	}

	Manipulation(Set<Ceremony> ceremonies, RefusedBy refusedBy, Consumer<SoftwareAuthenticator> hook) {
		this.ceremonies = ceremonies;
		this.refusedBy = refusedBy;
		this.hook = hook;
	}

	/**
	 * Return those that are for a ceremony.
	 */
	public static List<Manipulation> of(Ceremony ceremony) {
		return Arrays.stream(values()).filter((manipulation) -> manipulation.ceremonies.contains(ceremony)).toList();
	}

	/**
	 * Manipulate the responses that follow, until {@link SoftwareAuthenticator#honest()}.
	 */
	public void apply(SoftwareAuthenticator authenticator) {
		this.hook.accept(authenticator);
	}

	/**
	 * Return who has to refuse a response of it.
	 */
	public RefusedBy refusedBy() {
		return this.refusedBy;
	}

	/**
	 * What is asked of the authenticator.
	 */
	public enum Ceremony {

		REGISTRATION, AUTHENTICATION

	}

	/**
	 * Who has to refuse such a response.
	 */
	public enum RefusedBy {

		/** WebAuthn4J, however it is set up. */
		LIBRARY,

		/**
		 * WebAuthn4J with verifiers of attestation statements, and with a JSON mapper
		 * that refuses duplicate members.
		 */
		STRICTER_LIBRARY,

		/** Whoever calls WebAuthn4J, which takes it. */
		CALLER,

		/** Nobody: it does no harm, and some of it is what clients may do. */
		NOBODY

	}

}

package dev.faroe.passkey;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.none.NoneAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.NullCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * A relying party of WebAuthn4J alone: it knows no users, and refuses what the library
 * refuses. Of a credential it keeps the least that the library needs.
 */
final class LibraryRelyingParty {

	static final String ORIGIN = "https://shop.example";

	static final String RP_ID = "shop.example";

	private static final ObjectConverter LENIENT_CONVERTER = new ObjectConverter();

	private static final WebAuthnManager LENIENT = WebAuthnManager.createNonStrictWebAuthnManager(LENIENT_CONVERTER);

	private static final ObjectConverter STRICT_CONVERTER = new ObjectConverter(
			JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build(), new CBORMapper());

	private static final WebAuthnManager STRICT = new WebAuthnManager(
			List.of(new NoneAttestationStatementVerifier(), new PackedAttestationStatementVerifier()),
			new NullCertPathTrustworthinessVerifier(), new DefaultSelfAttestationTrustworthinessVerifier(),
			STRICT_CONVERTER);

	private final ObjectConverter converter;

	private final WebAuthnManager manager;

	private final Map<String, Stored> credentials = new HashMap<>();

	private boolean userVerificationRequired = true;

	private Set<Origin> topOrigins = Set.of();

	private String challenge = "";

	private LibraryRelyingParty(ObjectConverter converter, WebAuthnManager manager) {
		this.converter = converter;
		this.manager = manager;
	}

	/**
	 * Return one that believes all statements of attestation.
	 */
	static LibraryRelyingParty lenient() {
		return new LibraryRelyingParty(LENIENT_CONVERTER, LENIENT);
	}

	/**
	 * Return one that takes no statement of attestation or one by the key itself, and no
	 * duplicate members.
	 */
	static LibraryRelyingParty strict() {
		return new LibraryRelyingParty(STRICT_CONVERTER, STRICT);
	}

	/**
	 * Take responses from a frame in a page of another origin.
	 */
	LibraryRelyingParty embeddedIn(String topOrigin) {
		// A single one, set by topOrigin(Origin), throws for a frame that names no page.
		this.topOrigins = Set.of(Origin.create(topOrigin));
		return this;
	}

	LibraryRelyingParty withoutUserVerification() {
		this.userVerificationRequired = false;
		return this;
	}

	Map<String, Object> creationOptions(String userHandle) {
		Map<String, Object> options = new LinkedHashMap<>();
		options.put("challenge", newChallenge());
		options.put("rp", Map.of("id", RP_ID, "name", "Shop"));
		options.put("user", Map.of("id", userHandle, "name", "ada@example.com", "displayName", "Ada"));
		options.put("pubKeyCredParams",
				Arrays.stream(Algorithm.values())
					.map((algorithm) -> Map.of("type", "public-key", "alg", algorithm.identifier()))
					.toList());
		return options;
	}

	Map<String, Object> requestOptions(String... allowed) {
		Map<String, Object> options = new LinkedHashMap<>();
		options.put("challenge", newChallenge());
		options.put("rpId", RP_ID);
		options.put("allowCredentials",
				Arrays.stream(allowed).map((id) -> Map.of("type", "public-key", "id", id)).toList());
		return options;
	}

	/**
	 * Verify a registration and keep the credential.
	 * @return the id of the credential
	 */
	String register(Map<String, Object> response) {
		return register(JsonMapper.shared().writeValueAsString(response));
	}

	String register(String json) {
		RegistrationData data = this.manager.parseRegistrationResponseJSON(json);
		List<PublicKeyCredentialParameters> algorithms = Arrays.stream(Algorithm.values())
			.map((algorithm) -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY,
					COSEAlgorithmIdentifier.create(algorithm.identifier())))
			.toList();
		this.manager.verify(data,
				new RegistrationParameters(serverProperty(), algorithms, this.userVerificationRequired, true));
		AuthenticatorData<RegistrationExtensionAuthenticatorOutput> authenticatorData = data.getAttestationObject()
			.getAuthenticatorData();
		AttestedCredentialData attested = authenticatorData.getAttestedCredentialData();
		String id = Tampering.encode(attested.getCredentialId());
		byte[] key = this.converter.getCborMapper().writeValueAsBytes(attested.getCOSEKey());
		this.credentials.put(id, new Stored(key, authenticatorData.getSignCount(), authenticatorData.isFlagUV(),
				authenticatorData.isFlagBE(), authenticatorData.isFlagBS(), data.getTransports()));
		return id;
	}

	/**
	 * Verify an authentication and keep the counter and the flags.
	 * @return the id of the credential
	 */
	String authenticate(Map<String, Object> response) {
		return authenticate(JsonMapper.shared().writeValueAsString(response));
	}

	String authenticate(String json) {
		AuthenticationData data = this.manager.parseAuthenticationResponseJSON(json);
		// An unknown one is looked up as a known one, so that the library has to refuse
		// it.
		String id = (data.getCredentialId() != null) ? Tampering.encode(data.getCredentialId()) : "";
		Stored stored = this.credentials.getOrDefault(id, this.credentials.values().iterator().next());
		CredentialRecord credential = stored.restore(this.converter, data.getCredentialId());
		List<byte[]> known = this.credentials.keySet()
			.stream()
			.map((each) -> Base64.getUrlDecoder().decode(each))
			.toList();
		this.manager.verify(data,
				new AuthenticationParameters(serverProperty(), credential, known, this.userVerificationRequired, true));
		this.credentials.put(id, stored.updated(credential));
		return id;
	}

	boolean isEmpty() {
		return this.credentials.isEmpty();
	}

	Stored stored(String id) {
		return this.credentials.get(id);
	}

	private String newChallenge() {
		this.challenge = Tampering.encode(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
		return this.challenge;
	}

	private ServerProperty serverProperty() {
		return ServerProperty.builder()
			.origin(Origin.create(ORIGIN))
			.rpId(RP_ID)
			.challenge(new DefaultChallenge(this.challenge))
			.topOrigins(this.topOrigins)
			.build();
	}

	/**
	 * What has to be kept of a credential.
	 */
	record Stored(byte[] publicKey, long counter, boolean userVerified, boolean backupEligible, boolean backedUp,
			Set<AuthenticatorTransport> transports) {

		CredentialRecord restore(ObjectConverter converter, byte[] id) {
			COSEKey key = converter.getCborMapper().readValue(this.publicKey, COSEKey.class);
			return new CredentialRecordImpl(null, this.userVerified, this.backupEligible, this.backedUp, this.counter,
					new AttestedCredentialData(AAGUID.ZERO, (id != null) ? id : new byte[0], key), null, null, null,
					this.transports);
		}

		Stored updated(CredentialRecord record) {
			return new Stored(this.publicKey, record.getCounter(), Boolean.TRUE.equals(record.isUvInitialized()),
					this.backupEligible, Boolean.TRUE.equals(record.isBackedUp()), this.transports);
		}

	}

}

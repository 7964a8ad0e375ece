package dev.faroe.passkey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

import tools.jackson.databind.json.JsonMapper;

/**
 * A passkey provider and the browser before it, without a device: answers the options of
 * <a href="https://www.w3.org/TR/webauthn-3/">WebAuthn Level 3</a> as a page gets them
 * from {@code navigator.credentials}.
 * <p>
 * It is honest. What {@link #hooks()} are given changes one part of what it says before
 * the parts that depend on it (hash, signature) are made, so that a lie is one that a
 * manipulated client could tell. {@link Manipulation} has many of them.
 */
public final class SoftwareAuthenticator {

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final SecureRandom RANDOM = new SecureRandom();

	private final String origin;

	private final Algorithm algorithm;

	private final List<SoftwareCredential> credentials = new ArrayList<>();

	private final List<Map<String, Object>> responses = new ArrayList<>();

	private AuthenticatorHooks hooks = new AuthenticatorHooks();

	private int flags = AuthenticatorFlag.USER_PRESENT.bit() | AuthenticatorFlag.USER_VERIFIED.bit();

	private UUID aaguid = new UUID(0, 0);

	private boolean selfAttestation;

	private long counter;

	private int counterStep;

	/**
	 * Create an authenticator without credentials.
	 * @param origin the page that asks, such as {@code https://shop.example}
	 * @param algorithm the algorithm of all its credentials, asked for or not
	 */
	public SoftwareAuthenticator(String origin, Algorithm algorithm) {
		this.origin = origin;
		this.algorithm = algorithm;
	}

	/**
	 * Set or clear a flag of each response that follows; at first the user is present and
	 * verified, and nothing is backed up.
	 */
	public SoftwareAuthenticator flag(AuthenticatorFlag flag, boolean set) {
		this.flags = set ? this.flags | flag.bit() : this.flags & ~flag.bit();
		return this;
	}

	/**
	 * Use another model of authenticator than the one of zeros, which tells nothing.
	 */
	public SoftwareAuthenticator aaguid(UUID aaguid) {
		this.aaguid = aaguid;
		return this;
	}

	/**
	 * Attest with the key of the credential (format {@code packed}) instead of not at all
	 * ({@code none}).
	 */
	public SoftwareAuthenticator selfAttestation() {
		this.selfAttestation = true;
		return this;
	}

	/**
	 * Count each ceremony from now on; at first the counter stays 0, as that of synced
	 * passkeys does.
	 */
	public SoftwareAuthenticator countsUp() {
		this.counterStep = 1;
		return this;
	}

	/**
	 * Set the signature counter; one that counts up has one more in its next response.
	 */
	public SoftwareAuthenticator counter(long counter) {
		this.counter = counter;
		return this;
	}

	/**
	 * Return what changes the parts of the responses that follow.
	 */
	public AuthenticatorHooks hooks() {
		return this.hooks;
	}

	/**
	 * Forget all hooks: the responses that follow are honest again.
	 */
	public SoftwareAuthenticator honest() {
		this.hooks = new AuthenticatorHooks();
		return this;
	}

	Algorithm algorithm() {
		return this.algorithm;
	}

	/**
	 * Return the credentials, the newest first.
	 */
	List<SoftwareCredential> credentials() {
		return List.copyOf(this.credentials);
	}

	/**
	 * Have these credentials and no others, the newest first.
	 */
	void credentials(List<SoftwareCredential> credentials) {
		this.credentials.clear();
		this.credentials.addAll(credentials);
	}

	/**
	 * Return the responses, the newest first.
	 */
	List<Map<String, Object>> responses() {
		return List.copyOf(this.responses);
	}

	/**
	 * Answer the options of a registration; the credential replaces one of the same user
	 * at the same relying party.
	 * @param options what {@code PublicKeyCredential.parseCreationOptionsFromJSON} takes
	 * @return what {@code toJSON()} of the credential gives
	 * @throws IllegalStateException if a credential is excluded by the options
	 */
	public Map<String, Object> register(Map<String, Object> options) {
		String rpId = text(map(options, "rp"), "id");
		if (this.credentials.stream().anyMatch((own) -> described(own, rpId, options, "excludeCredentials"))) {
			throw new IllegalStateException("InvalidStateError");
		}
		byte[] userHandle = Base64.getUrlDecoder().decode(text(map(options, "user"), "id"));
		byte[] id = new byte[32];
		RANDOM.nextBytes(id);
		SoftwareCredential credential = new SoftwareCredential(this.hooks.credentialId().apply(id), rpId, userHandle,
				this.algorithm, this.algorithm.keyPair());
		byte[] clientData = clientData("webauthn.create", text(options, "challenge"));
		byte[] authenticatorData = this.hooks.authenticatorData()
			.apply(authenticatorData(rpId, AuthenticatorFlag.ATTESTED_DATA.bit(), attestedData(credential)));
		byte[] attestationObject = attestationObject(credential, authenticatorData, clientData);
		this.credentials.removeIf((own) -> own.isOf(rpId, userHandle));
		this.credentials.add(0, credential);
		Map<String, Object> response = new LinkedHashMap<>();
		response.put("clientDataJSON", BASE64.encodeToString(clientData));
		response.put("attestationObject", BASE64.encodeToString(attestationObject));
		response.put("authenticatorData", BASE64.encodeToString(authenticatorData));
		response.put("transports", List.of("internal", "hybrid"));
		response.put("publicKey", BASE64.encodeToString(credential.keyPair().getPublic().getEncoded()));
		response.put("publicKeyAlgorithm", this.algorithm.identifier());
		return credential(credential, response, Map.of("credProps", Map.of("rk", true)));
	}

	/**
	 * Answer the options of an authentication with the newest credential that they allow.
	 * @param options what {@code PublicKeyCredential.parseRequestOptionsFromJSON} takes
	 * @return what {@code toJSON()} of the credential gives
	 * @throws IllegalStateException if there is no such credential
	 */
	public Map<String, Object> authenticate(Map<String, Object> options) {
		String rpId = text(options, "rpId");
		boolean discover = !(options.get("allowCredentials") instanceof List<?> allowed) || allowed.isEmpty();
		SoftwareCredential credential = this.credentials.stream()
			.filter((own) -> discover ? own.rpId().equals(rpId) : described(own, rpId, options, "allowCredentials"))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("NotAllowedError"));
		byte[] clientData = clientData("webauthn.get", text(options, "challenge"));
		byte[] authenticatorData = this.hooks.authenticatorData().apply(authenticatorData(rpId, 0, new byte[0]));
		Map<String, Object> response = new LinkedHashMap<>();
		response.put("clientDataJSON", BASE64.encodeToString(clientData));
		response.put("authenticatorData", BASE64.encodeToString(authenticatorData));
		response.put("signature", BASE64.encodeToString(sign(credential, authenticatorData, clientData)));
		response.put("userHandle", BASE64.encodeToString(credential.userHandle()));
		return credential(credential, response, Map.of());
	}

	private Map<String, Object> credential(SoftwareCredential credential, Map<String, Object> response,
			Map<String, Object> extensionResults) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", BASE64.encodeToString(credential.id()));
		json.put("rawId", BASE64.encodeToString(credential.id()));
		json.put("type", "public-key");
		json.put("authenticatorAttachment", "platform");
		json.put("clientExtensionResults", extensionResults);
		json.put("response", response);
		Map<String, Object> sent = this.hooks.response().apply(json);
		this.responses.add(0, sent);
		return sent;
	}

	private byte[] clientData(String type, String challenge) {
		Map<String, Object> clientData = new LinkedHashMap<>();
		clientData.put("type", type);
		clientData.put("challenge", challenge);
		clientData.put("origin", this.origin);
		clientData.put("crossOrigin", false);
		return this.hooks.clientDataJson().apply(JSON.writeValueAsBytes(this.hooks.clientData().apply(clientData)));
	}

	private byte[] authenticatorData(String rpId, int moreFlags, byte[] attestedData) {
		this.counter += this.counterStep;
		return ByteBuffer.allocate(37 + attestedData.length)
			.put(sha256(rpId.getBytes(StandardCharsets.UTF_8)))
			.put((byte) (this.flags | moreFlags))
			.putInt((int) this.counter)
			.put(attestedData)
			.array();
	}

	private byte[] attestedData(SoftwareCredential credential) {
		byte[] key = CborWriter
			.write(this.hooks.coseKey().apply(this.algorithm.coseKey(credential.keyPair().getPublic())));
		return ByteBuffer.allocate(18 + credential.id().length + key.length)
			.putLong(this.aaguid.getMostSignificantBits())
			.putLong(this.aaguid.getLeastSignificantBits())
			.putShort((short) credential.id().length)
			.put(credential.id())
			.put(key)
			.array();
	}

	private byte[] attestationObject(SoftwareCredential credential, byte[] authenticatorData, byte[] clientData) {
		Map<String, Object> statement = new LinkedHashMap<>();
		if (this.selfAttestation) {
			statement.put("alg", this.algorithm.identifier());
			statement.put("sig", sign(credential, authenticatorData, clientData));
		}
		Map<String, Object> attestation = new LinkedHashMap<>();
		attestation.put("fmt", this.selfAttestation ? "packed" : "none");
		attestation.put("attStmt", statement);
		attestation.put("authData", authenticatorData);
		return this.hooks.attestationObject().apply(CborWriter.write(this.hooks.attestation().apply(attestation)));
	}

	private byte[] sign(SoftwareCredential credential, byte[] authenticatorData, byte[] clientData) {
		UnaryOperator<KeyPair> signingKey = this.hooks.signingKey();
		return this.hooks.signature()
			.apply(this.algorithm.sign(signingKey.apply(credential.keyPair()).getPrivate(), authenticatorData,
					sha256(clientData)));
	}

	private static boolean described(SoftwareCredential credential, String rpId, Map<String, Object> options,
			String list) {
		return credential.rpId().equals(rpId) && options.get(list) instanceof List<?> descriptors
				&& descriptors.stream().anyMatch((descriptor) -> credential.isDescribedBy((Map<?, ?>) descriptor));
	}

	static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<?, ?> map(Map<?, ?> options, String member) {
		if (options.get(member) instanceof Map<?, ?> map) {
			return map;
		}
		throw new IllegalArgumentException("No object " + member);
	}

	private static String text(Map<?, ?> options, String member) {
		if (options.get(member) instanceof String text) {
			return text;
		}
		throw new IllegalArgumentException("No text " + member);
	}

}

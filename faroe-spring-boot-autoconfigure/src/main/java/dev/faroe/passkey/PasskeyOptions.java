package dev.faroe.passkey;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.faroe.passkey.PasskeyProperties.Attestation;
import org.jspecify.annotations.Nullable;

/**
 * The options of ceremonies, with the names of WebAuthn Level 3, 5.1.8 and 5.1.9.
 *
 * @param rpId the domain that passkeys are for
 * @param rpName the name of the service
 * @param relatedOrigins the pages on other domains that may ask for passkeys, too
 * @param attestation what an authenticator is asked to say of itself
 */
record PasskeyOptions(String rpId, String rpName, List<String> relatedOrigins, Attestation attestation) {

	private static final String TYPE = "public-key";

	Map<String, Object> creation(byte[] challenge, byte[] userHandle, @Nullable String userName,
			List<StoredPasskey> existing, boolean userVerification) {
		String name = (userName != null) ? userName : this.rpName;
		Map<String, Object> options = new LinkedHashMap<>();
		options.put("rp", Map.of("id", this.rpId, "name", this.rpName));
		options.put("user", Map.of("id", Base64Url.encode(userHandle), "name", name, "displayName", name));
		options.put("challenge", Base64Url.encode(challenge));
		options.put("pubKeyCredParams",
				Ceremonies.ALGORITHMS.stream().map((algorithm) -> Map.of("type", TYPE, "alg", algorithm)).toList());
		options.put("timeout", Challenges.LIFETIME.toMillis());
		options.put("excludeCredentials", descriptors(existing));
		options.put("authenticatorSelection", Map.of("residentKey", "preferred", "requireResidentKey", false,
				"userVerification", verification(userVerification)));
		options.put("attestation", this.attestation.value());
		options.put("extensions", Map.of("credProps", true));
		return options;
	}

	Map<String, Object> request(byte[] challenge, List<StoredPasskey> allowed, boolean userVerification) {
		Map<String, Object> options = new LinkedHashMap<>();
		options.put("challenge", Base64Url.encode(challenge));
		options.put("timeout", Challenges.LIFETIME.toMillis());
		options.put("rpId", this.rpId);
		options.put("allowCredentials", descriptors(allowed));
		options.put("userVerification", verification(userVerification));
		return options;
	}

	private static String verification(boolean required) {
		return required ? "required" : "preferred";
	}

	private static List<Map<String, Object>> descriptors(List<StoredPasskey> passkeys) {
		return passkeys.stream()
			.map((passkey) -> Map.<String, Object>of("type", TYPE, "id", passkey.credentialId(), "transports",
					passkey.transportSet()))
			.toList();
	}

}

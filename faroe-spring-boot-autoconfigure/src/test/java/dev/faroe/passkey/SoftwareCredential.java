package dev.faroe.passkey;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * A discoverable credential of a {@link SoftwareAuthenticator}.
 *
 * @param id its id
 * @param rpId the relying party
 * @param userHandle the user
 * @param algorithm what it signs with
 * @param keyPair its key
 */
record SoftwareCredential(byte[] id, String rpId, byte[] userHandle, Algorithm algorithm, KeyPair keyPair) {

	boolean isOf(String rpId, byte[] userHandle) {
		return this.rpId.equals(rpId) && Arrays.equals(this.userHandle, userHandle);
	}

	/**
	 * Return whether a descriptor, as {@code allowCredentials} and
	 * {@code excludeCredentials} list them, is of the credential.
	 */
	boolean isDescribedBy(Map<?, ?> descriptor) {
		return "public-key".equals(descriptor.get("type"))
				&& Arrays.equals(this.id, Base64.getUrlDecoder().decode((String) descriptor.get("id")));
	}

}

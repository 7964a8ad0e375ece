package dev.faroe.security;

import java.util.ArrayList;
import java.util.List;

import dev.faroe.FaroeConfigurationException;

/**
 * The keys that {@code faroe.encryption.keys} names.
 */
final class EncryptionKeys {

	private EncryptionKeys() {
	}

	static List<EncryptionKey> parse(List<String> texts) {
		List<EncryptionKey> keys = new ArrayList<>(texts.size());
		for (int index = 0; index < texts.size(); index++) {
			String property = "faroe.encryption.keys[" + index + "]";
			EncryptionKey key = parse(property, texts.get(index));
			if (keys.stream().anyMatch((other) -> other.id().equals(key.id()))) {
				throw invalid(property, "its id is the id of an earlier key");
			}
			keys.add(key);
		}
		return keys;
	}

	private static EncryptionKey parse(String property, String text) {
		try {
			return EncryptionKey.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(property, String.valueOf(ex.getMessage()));
		}
	}

	private static FaroeConfigurationException invalid(String property, String problem) {
		return new FaroeConfigurationException("The value of " + property + " is not a key: " + problem + ".",
				"Set " + property + " to an id of your choice, a colon, and 32 random bytes in Base64,"
						+ " such as 'openssl rand -base64 32' prints them.");
	}

}

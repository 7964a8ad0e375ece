package dev.faroe.security;

import java.util.ArrayList;
import java.util.List;

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
				throw new InvalidEncryptionKeyException(property, "its id is the id of an earlier key");
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
			throw new InvalidEncryptionKeyException(property, String.valueOf(ex.getMessage()));
		}
	}

}

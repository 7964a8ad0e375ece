package dev.faroe.password.argon2;

import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.password.argon2.Argon2Settings.Type;
import org.jspecify.annotations.Nullable;

/**
 * An Argon2 hash as it is stored: in the PHC string format, Base64 without padding.
 *
 * @param settings how the hash was made
 * @param salt the salt
 * @param value the result
 */
record Argon2Hash(Argon2Settings settings, byte[] salt, byte[] value) {

	private static final int MAXIMUM_ENCODED_LENGTH = 512;

	private static final String NUMBER = "([1-9][0-9]{0,9})";

	/** 8 to 128 bytes: RFC 9106 asks for at least 8. */
	private static final String SALT = "([A-Za-z0-9+/]{11,171})";

	/** 12 to 128 bytes: a shorter one, cut off perhaps, is too easily met by chance. */
	private static final String VALUE = "([A-Za-z0-9+/]{16,171})";

	private static final Pattern ENCODED = Pattern.compile("\\$(argon2id|argon2i|argon2d)(?:\\$v=(16|19))?" + "\\$m="
			+ NUMBER + ",t=" + NUMBER + ",p=" + NUMBER + "\\$" + SALT + "\\$" + VALUE);

	/**
	 * Read an encoded hash.
	 * @return the hash, or {@code null} if the text is not an Argon2 hash or one with
	 * parameters out of bounds
	 */
	static @Nullable Argon2Hash parse(String encoded) {
		if (encoded.length() > MAXIMUM_ENCODED_LENGTH) {
			return null;
		}
		Matcher matcher = ENCODED.matcher(encoded);
		if (!matcher.matches()) {
			return null;
		}
		try {
			Type type = Type.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
			String version = matcher.group(2);
			Argon2Parameters parameters = new Argon2Parameters(Integer.parseInt(matcher.group(3)),
					Integer.parseInt(matcher.group(4)), Integer.parseInt(matcher.group(5)));
			byte[] salt = Base64.getDecoder().decode(matcher.group(6));
			byte[] value = Base64.getDecoder().decode(matcher.group(7));
			return new Argon2Hash(new Argon2Settings(type,
					(version != null) ? Integer.parseInt(version) : Argon2Settings.ORIGINAL_VERSION, parameters,
					salt.length, value.length), salt, value);
		}
		catch (IllegalArgumentException ex) {
			// A number out of bounds, or a length that Base64 cannot have.
			return null;
		}
	}

	/**
	 * Write the hash.
	 */
	String encode() {
		Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
		Argon2Parameters parameters = this.settings.parameters();
		return "$" + this.settings.type().name().toLowerCase(Locale.ROOT) + "$v=" + this.settings.version() + "$m="
				+ parameters.memory() + ",t=" + parameters.iterations() + ",p=" + parameters.parallelism() + "$"
				+ base64.encodeToString(this.salt) + "$" + base64.encodeToString(this.value);
	}

}

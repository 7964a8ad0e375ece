package dev.faroe.web;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.Secret;
import dev.faroe.totp.TotpKey;

/**
 * What a TOTP credential is registered with. The key is {@code key} in the description of
 * the endpoint and {@code totp_key} in its example: both are read.
 */
record TotpRegistration(TotpKey key, Secret code) {

	static TotpRegistration of(JsonObject body) {
		return new TotpRegistration(TotpKey.ofBase64(key(body)), body.secretCode("code"));
	}

	private static String key(JsonObject body) {
		String key = body.optionalString("key");
		String totpKey = body.optionalString("totp_key");
		if (key == null) {
			return body.string("totp_key");
		}
		if (totpKey != null && !totpKey.equals(key)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return key;
	}

}

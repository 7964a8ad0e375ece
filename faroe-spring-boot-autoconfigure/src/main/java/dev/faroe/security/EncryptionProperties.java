package dev.faroe.security;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Encryption of TOTP keys, recovery codes and email codes in the database, with
 * AES-256-GCM.
 *
 * @param keys Keys, each written as an id, a colon, and 32 random bytes in Base64 or
 * hexadecimal. The first encrypts, all decrypt. Without any, TOTP keys, recovery codes
 * and email codes are stored plain.
 */
@ConfigurationProperties("faroe.encryption")
record EncryptionProperties(@JsonIgnore @DefaultValue List<String> keys) {

	/**
	 * Return a text without the keys.
	 */
	@Override
	public String toString() {
		return "EncryptionProperties[keys=%d]".formatted(this.keys.size());
	}

}

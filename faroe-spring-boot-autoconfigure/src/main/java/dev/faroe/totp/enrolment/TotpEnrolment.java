package dev.faroe.totp.enrolment;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.faroe.totp.TotpKey;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A pending enrolment: the key to show to a user, whose authenticator is to answer with a
 * code. Neither its text nor its JSON has the key.
 *
 * @param userId the user's id
 * @param email the user's email address, or {@code null} for a user without one
 * @param issuer the name of the service, without a colon
 * @param key the key
 * @param expiresAt when the enrolment ends, in whole seconds
 */
public record TotpEnrolment(String userId, @Nullable String email, String issuer, TotpKey key, Instant expiresAt) {

	public TotpEnrolment {
		Assert.isTrue(issuer.indexOf(':') < 0, "issuer must not contain a colon");
	}

	/**
	 * Return the key for a person to type.
	 * @return Base32 (RFC 4648, 6) without padding: 32 characters, a secret
	 */
	public String base32Key() {
		return this.key.toBase32();
	}

	/**
	 * Return the key for an authenticator to scan, as a QR code for example. The format
	 * is the Key Uri Format of Google Authenticator. The account is the email address, or
	 * the user's id where there is none or it contains a colon, which the format does not
	 * allow.
	 * @return a URI with the scheme {@code otpauth}, a secret
	 */
	public URI uri() {
		String account = (this.email != null && this.email.indexOf(':') < 0) ? this.email : this.userId;
		return URI.create("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30"
			.formatted(encode(this.issuer), encode(account), base32Key(), encode(this.issuer)));
	}

	/**
	 * Encode all but the unreserved characters of RFC 3986: a plus is not a space in a
	 * path, and some authenticators take it for itself in a query.
	 */
	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8)
			.replace("+", "%20")
			.replace("*", "%2A")
			.replace("%7E", "~");
	}

	/**
	 * Return a text without the key and the address.
	 */
	@Override
	public String toString() {
		return "TotpEnrolment[userId=%s, expiresAt=%s]".formatted(this.userId, this.expiresAt);
	}

}

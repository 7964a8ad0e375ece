package dev.faroe.delivery;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.faroe.security.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What one person is to be told, by mail or otherwise.
 *
 * @param purpose what it is for
 * @param userId the user's id, or {@code null} if no user has the address yet
 * @param email the address that it goes to
 * @param code the code, or {@code null} for a message without one
 * @param link where to go, or {@code null} for nowhere; as secret as the code, which it
 * may contain
 * @param expiresAt when code and link become worthless, or {@code null} for never; no
 * delivery is tried from then on
 * @param locale the language of the person
 */
public record CodeMessage(CodePurpose purpose, @Nullable String userId, String email, @Nullable Secret code,
		@JsonIgnore @Nullable URI link, @Nullable Instant expiresAt, Locale locale) {

	public CodeMessage {
		Assert.notNull(purpose, "purpose must not be null");
		Assert.hasText(email, "email must not be empty");
		Assert.notNull(locale, "locale must not be null");
	}

	/**
	 * Return a text without the code, the link and the address.
	 */
	@Override
	public String toString() {
		return "CodeMessage[purpose=%s, userId=%s, expiresAt=%s, locale=%s]".formatted(this.purpose, this.userId,
				this.expiresAt, this.locale);
	}

}

package dev.faroe.totp.enrolment;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * What a host application sets about the enrolment of authenticators.
 *
 * @param issuer Name of the service that an authenticator shows, of up to 100 characters
 * without a colon. By default spring.application.name, without colons, or else Faroe.
 */
@ConfigurationProperties("faroe.totp")
record TotpEnrolmentProperties(@Nullable String issuer) {

	private static final int MAX_LENGTH = 100;

	private static final String DEFAULT = "Faroe";

	TotpEnrolmentProperties {
		if (issuer != null) {
			Assert.isTrue(!issuer.isBlank() && issuer.length() <= MAX_LENGTH,
					"issuer must have 1 to " + MAX_LENGTH + " characters");
			Assert.isTrue(issuer.indexOf(':') < 0,
					"issuer must not contain a colon, which ends it in an authenticator");
		}
	}

	/**
	 * Return the issuer.
	 * @param applicationName the name of the application, or {@code null}
	 */
	String issuer(@Nullable String applicationName) {
		if (this.issuer != null) {
			return this.issuer.strip();
		}
		String name = (applicationName != null) ? applicationName.replace(":", "").strip() : "";
		return name.isEmpty() ? DEFAULT : name;
	}

}

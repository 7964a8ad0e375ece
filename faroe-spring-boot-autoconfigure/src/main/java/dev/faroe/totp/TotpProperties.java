package dev.faroe.totp;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What a host application sets about TOTP credentials.
 *
 * @param allowCodeReuse Whether a code that has been accepted is accepted again while it
 * is current.
 * @param maxCredentials Greatest number of credentials of one user. Registering more is
 * answered with NOT_ALLOWED.
 * @param maxConsecutiveFailures Greatest number of wrong codes of one user in a row,
 * whenever they were. After that no code is accepted until the recovery code is used or
 * the second factors are removed. NIST SP 800-63B-4, 3.2.2, allows no more than 100.
 */
@ConfigurationProperties("faroe.totp")
record TotpProperties(@DefaultValue("false") boolean allowCodeReuse, @DefaultValue("100") int maxCredentials,
		@DefaultValue("100") int maxConsecutiveFailures) {

	TotpProperties {
		Assert.isTrue(maxCredentials >= 1 && maxCredentials <= 10_000, "maxCredentials must be between 1 and 10000");
		Assert.isTrue(maxConsecutiveFailures >= 1 && maxConsecutiveFailures <= 1_000_000,
				"maxConsecutiveFailures must be between 1 and 1000000");
	}

}

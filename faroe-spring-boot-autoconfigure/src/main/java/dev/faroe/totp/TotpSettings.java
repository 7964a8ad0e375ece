package dev.faroe.totp;

import org.springframework.util.Assert;

/**
 * What can be set about TOTP credentials.
 *
 * @param allowCodeReuse whether a code that has been accepted is accepted again
 * @param maxCredentials the greatest number of credentials of a user, at least 1
 * @param maxConsecutiveFailures the greatest number of wrong codes of a user in a row, at
 * least 1 (NIST SP 800-63B-4, 3.2.2, allows no more than 100)
 */
public record TotpSettings(boolean allowCodeReuse, int maxCredentials, int maxConsecutiveFailures) {

	public TotpSettings {
		Assert.isTrue(maxConsecutiveFailures > 0, "maxConsecutiveFailures must be positive");
		Assert.isTrue(maxCredentials > 0, "maxCredentials must be positive");
	}

}

package dev.faroe.totp;

import org.springframework.util.Assert;

/**
 * What can be set about TOTP credentials.
 *
 * @param allowCodeReuse whether a code that has been accepted is accepted again
 * @param maxCredentials the greatest number of credentials of a user, at least 1
 */
public record TotpSettings(boolean allowCodeReuse, int maxCredentials) {

	public TotpSettings {
		Assert.isTrue(maxCredentials > 0, "maxCredentials must be positive");
	}

}

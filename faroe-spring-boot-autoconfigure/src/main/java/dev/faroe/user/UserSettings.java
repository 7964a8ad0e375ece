package dev.faroe.user;

import org.springframework.util.Assert;

/**
 * What can be set about users.
 *
 * @param emailRequired whether a user has to have an email address
 * @param maxPerPage the greatest number of users on a page, at least 1
 */
public record UserSettings(boolean emailRequired, int maxPerPage) {

	public UserSettings {
		Assert.isTrue(maxPerPage > 0, "maxPerPage must be positive");
	}

}

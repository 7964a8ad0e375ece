package dev.faroe.user;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What a host application sets about users.
 *
 * @param emailRequired Whether a user has to have an email address.
 * @param maxPerPage Greatest number of users on one page of a list.
 */
@ConfigurationProperties("faroe.users")
record UserProperties(@DefaultValue("false") boolean emailRequired, @DefaultValue("1000") int maxPerPage) {

	UserProperties {
		Assert.isTrue(maxPerPage >= 1 && maxPerPage <= 100_000, "maxPerPage must be between 1 and 100000");
	}

}

package dev.faroe.login;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * One-time tokens for the log-in of Spring Security with them.
 *
 * @param enabled Whether http.oneTimeTokenLogin is for Faroe's users. Needs
 * faroe.flows.enabled.
 * @param page Path of the page that the link in the mail with a token leads to, with the
 * token as the parameter token: where Spring Security asks for tokens. There are links
 * with faroe.flows.link-base.
 */
@ConfigurationProperties("faroe.security.one-time-tokens")
record OneTimeTokenProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/login/ott") String page) {

	OneTimeTokenProperties {
		Assert.isTrue(page.matches("(/[A-Za-z0-9._~-]+)+"), "page must be a path of the application, without a query");
	}

	String linkTo() {
		return this.page + "?token=";
	}

}

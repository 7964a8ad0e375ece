package dev.faroe.login.visitor;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Visitors who have not begun to log in.
 *
 * @param inCookies Whether the tokens of forms against cross-site requests, and the pages
 * that visitors have to log in for, are kept in cookies rather than in sessions, which
 * anybody could begin until there are as many as there may be. Chains of the application
 * have to be given both.
 * @param timeToLogIn How long the page that a visitor has to log in for is remembered in
 * a cookie, up to one day.
 */
@ConfigurationProperties("faroe.security.visitors")
record VisitorProperties(@DefaultValue("false") boolean inCookies, @DefaultValue("10m") Duration timeToLogIn) {

	VisitorProperties {
		Assert.isTrue(timeToLogIn.compareTo(Duration.ZERO) > 0 && timeToLogIn.compareTo(Duration.ofDays(1)) <= 0,
				"timeToLogIn must be positive, and not longer than a day");
	}

}

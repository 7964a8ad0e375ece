package dev.faroe.login.session;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The check of sessions.
 *
 * @param enabled Whether each request with a session of one of Faroe's users is checked
 * for whether the session still counts. If not, sessions go on after a change of the
 * password and the like.
 * @param checkInterval How long the answer for a user may be remembered, up to one hour,
 * the same at all instances. Up to one second, a change that ends sessions is answered
 * that much later, when none of them goes on anywhere. Beyond, a session can go on for as
 * long at another instance after it has ended. With 0, every request asks the database.
 * @param maxAge How long a log-in lasts, however busy its session is: at most as long
 * after the oldest proof in it, up to one year.
 * @param notBefore Time before which no log-in counts, such as 2026-11-28T08:00:00Z: ends
 * the sessions of all users that began before it.
 * @param maxRemembered Greatest number of users whose answers are remembered.
 * @param maxWaiting Greatest number of users about whom the database is yet to be asked,
 * many of them with one statement. Requests of further ones are answered with 503.
 * @param timeout How long the database may take to answer, up to one minute. Then the
 * request is answered with 503.
 */
@ConfigurationProperties("faroe.security.sessions")
record SessionProperties(@DefaultValue("true") boolean enabled, @DefaultValue("100ms") Duration checkInterval,
		@DefaultValue("30d") Duration maxAge, @Nullable Instant notBefore, @DefaultValue("10000") int maxRemembered,
		@DefaultValue("10000") int maxWaiting, @DefaultValue("5s") Duration timeout) {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	SessionProperties {
		Assert.isTrue(!checkInterval.isNegative() && checkInterval.compareTo(Duration.ofHours(1)) <= 0,
				"checkInterval must be between 0 and 1 hour");
		Assert.isTrue(maxAge.compareTo(Duration.ZERO) > 0 && maxAge.compareTo(Duration.ofDays(366)) <= 0,
				"maxAge must be between 0 and 366 days");
		Assert.isTrue(maxRemembered >= 1, "maxRemembered must be positive");
		Assert.isTrue(maxWaiting >= 1, "maxWaiting must be positive");
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(Duration.ofMinutes(1)) <= 0,
				"timeout must be between 0 and 1 minute");
	}

	/**
	 * Return how long whoever ends sessions waits for other instances to forget that they
	 * counted.
	 */
	Duration memoryToCountOn() {
		return (this.checkInterval.compareTo(LONGEST_WAIT) <= 0) ? this.checkInterval : Duration.ZERO;
	}

}

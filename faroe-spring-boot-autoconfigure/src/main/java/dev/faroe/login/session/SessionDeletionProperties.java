package dev.faroe.login.session;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The deletion of sessions that have ended, from where Spring Session keeps them.
 *
 * @param enabled Whether sessions that have ended are deleted, if there is an index of
 * Spring Session that finds those of a user. If not, they stay until they expire, but
 * count no more.
 * @param timeout How long the deletion of one user's sessions may take, up to one hour.
 * @param maxConcurrent Greatest number of users whose sessions are deleted at once.
 * @param maxPending Greatest number of users whose sessions wait to be deleted or are
 * being deleted. The sessions of further ones stay until they expire.
 */
@ConfigurationProperties("faroe.security.sessions.deletion")
record SessionDeletionProperties(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration timeout,
		@DefaultValue("4") int maxConcurrent, @DefaultValue("10000") int maxPending) {

	SessionDeletionProperties {
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(Duration.ofHours(1)) <= 0,
				"timeout must be positive and at most 1 hour");
		Assert.isTrue(maxConcurrent >= 1, "maxConcurrent must be positive");
		Assert.isTrue(maxPending >= maxConcurrent, "maxPending must be at least maxConcurrent");
	}

}

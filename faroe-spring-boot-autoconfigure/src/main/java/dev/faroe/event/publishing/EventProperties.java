package dev.faroe.event.publishing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Events that tell the application what happened to users.
 *
 * @param queueCapacity Number of changes, and of refusals such as a wrong password, that
 * may wait for the listeners of the application. Further ones are dropped.
 */
@ConfigurationProperties("faroe.events")
record EventProperties(@DefaultValue("10000") int queueCapacity) {

	EventProperties {
		Assert.isTrue(queueCapacity >= 1 && queueCapacity <= 1_000_000, "queueCapacity must be between 1 and 1000000");
	}

}

package dev.faroe.event.publishing;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the events of Faroe.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(EventProperties.class)
final class EventAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(FaroeEvents.class)
	QueuedEvents faroeEvents(ApplicationEventPublisher publisher, ObjectProvider<Clock> clock,
			EventProperties properties) {
		return new QueuedEvents(publisher, clock.getIfUnique(Clock::systemUTC), properties.queueCapacity());
	}

}

package dev.faroe.delivery;

import java.time.Clock;
import java.util.List;

import dev.faroe.account.ForFeatures;
import dev.faroe.event.publishing.FaroeEvents;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the delivery of codes and notices to users.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("faroe.delivery.enabled")
@EnableConfigurationProperties(DeliveryProperties.class)
final class DeliveryAutoConfiguration {

	@ForFeatures
	@Bean(name = CodeDelivery.BEAN_NAME, defaultCandidate = false)
	@ConditionalOnMissingBean(name = CodeDelivery.BEAN_NAME)
	CodeDelivery faroeCodeDelivery(ObjectProvider<CodeSender> sender, FaroeEvents events,
			ObjectProvider<DeliveryListener> listeners, ObjectProvider<Clock> clock, DeliveryProperties properties) {
		// Asking for beans takes locks, which event loops must not wait for.
		List<DeliveryListener> all = listeners.orderedStream().toList();
		DeliveryListener listener = (purpose, outcome) -> all.forEach((each) -> each.ended(purpose, outcome));
		return new CodeDelivery(sender.getIfAvailable(), events, listener, clock.getIfUnique(Clock::systemUTC),
				Schedulers.parallel(), properties.policy(), properties.capacity(), properties.threads());
	}

}

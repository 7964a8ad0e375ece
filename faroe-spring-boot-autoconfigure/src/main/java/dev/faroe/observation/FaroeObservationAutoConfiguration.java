package dev.faroe.observation;

import dev.faroe.account.ForFeatures;
import dev.faroe.delivery.CodeDelivery;
import dev.faroe.event.publishing.QueuedEvents;
import dev.faroe.password.breach.PwnedPasswordChecker;
import dev.faroe.password.hashing.HashingListener;
import dev.faroe.password.hashing.MigratingPasswordEncoder;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.ratelimit.RateLimiter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for Faroe's metrics and observations, with Micrometer.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
final class FaroeObservationAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBean(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean(HashingListener.class)
		HashingMeters faroeHashingMeters(MeterRegistry registry) {
			return new HashingMeters(registry);
		}

		@Bean
		@ConditionalOnMissingBean
		RateLimitMeters faroeRateLimitMeters(MeterRegistry registry) {
			return new RateLimitMeters(registry);
		}

		@Bean
		@ConditionalOnMissingBean
		StateMeters faroeStateMeters(ObjectProvider<PasswordHasher> hasher,
				@Qualifier(MigratingPasswordEncoder.BEAN_NAME) ObjectProvider<MigratingPasswordEncoder> encoder,
				@Qualifier(PwnedPasswordChecker.BEAN_NAME) ObjectProvider<PwnedPasswordChecker> checker,
				ObjectProvider<RateLimiter> rateLimiter, ObjectProvider<QueuedEvents> events) {
			return new StateMeters(hasher.getIfUnique(),
					encoder.stream().map(MigratingPasswordEncoder::current).findFirst().orElse(null),
					checker.getIfAvailable(), rateLimiter.getIfUnique(), events.getIfUnique());
		}

		@Bean
		@ConditionalOnMissingBean
		AuthenticationMeters faroeAuthenticationMeters(MeterRegistry registry) {
			return new AuthenticationMeters(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnBooleanProperty("faroe.delivery.enabled")
	static class DeliveryMetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DeliveryMeters faroeDeliveryMeters(MeterRegistry registry) {
			return new DeliveryMeters(registry);
		}

		@Bean
		@ConditionalOnMissingBean(name = "faroeDeliveryGauge")
		MeterBinder faroeDeliveryGauge(@ForFeatures ObjectProvider<CodeDelivery> delivery) {
			return (registry) -> delivery
				.ifUnique((found) -> Gauge.builder("faroe.delivery.queued", found, CodeDelivery::queued)
					.description("Messages to users whose delivery has not ended")
					.register(registry));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	@ConditionalOnBean(ObservationRegistry.class)
	static class ObservationConfiguration {

		@Bean
		@ConditionalOnMissingBean
		static ServiceObservations faroeServiceObservations(ObjectProvider<ObservationRegistry> registry) {
			return new ServiceObservations(registry::getObject);
		}

	}

}

package dev.faroe.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import dev.faroe.password.breach.PwnedPasswordChecker;
import dev.faroe.ratelimit.RateLimiter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for Faroe's part of the health of the application: services that it
 * can do without for a while. Their loss is unknown health, never bad health, so that it
 * takes no instance out of service.
 */
@AutoConfiguration(afterName = "dev.faroe.ratelimit.RateLimitAutoConfiguration")
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("faroe")
@ConditionalOnBean(RateLimiter.class)
final class FaroeHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "faroeHealthContributor", "faroeHealthIndicator" })
	CompositeHealthContributor faroeHealthContributor(RateLimiter rateLimiter,
			@Qualifier(PwnedPasswordChecker.BEAN_NAME) ObjectProvider<PwnedPasswordChecker> checker) {
		Map<String, HealthIndicator> parts = new LinkedHashMap<>();
		checker.ifAvailable((present) -> parts.put("breachedPasswordCheck",
				indicator(() -> !present.isSuspended(), "Suspended after failures")));
		parts.put("rateLimitStore", indicator(rateLimiter::isAvailable, "Not reachable"));
		return CompositeHealthContributor.fromMap(parts);
	}

	private static HealthIndicator indicator(BooleanSupplier available, String reason) {
		return () -> available.getAsBoolean() ? Health.up().build()
				: Health.unknown().withDetail("reason", reason).build();
	}

}

package dev.faroe.ratelimit;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what limits in Redis need.
 */
final class RateLimitStoreFailureAnalyzer extends AbstractFailureAnalyzer<RateLimitStoreException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RateLimitStoreException failure) {
		return switch (failure.problem()) {
			case CLASSES -> new FailureAnalysis(
					"faroe.rate-limit.store is redis, but the classes for it are not on the class path.",
					"Add org.springframework.boot:spring-boot-starter-data-redis to the application, or set"
							+ " faroe.rate-limit.store to memory.",
					failure);
			case CONNECTION -> new FailureAnalysis(
					"faroe.rate-limit.store is redis, but there is no LettuceConnectionFactory, or there are several.",
					"Set spring.data.redis.url, leave spring.data.redis.client-type unset or lettuce, and make one of"
							+ " several factories @Primary; or set faroe.rate-limit.store to memory.",
					failure);
		};
	}

}

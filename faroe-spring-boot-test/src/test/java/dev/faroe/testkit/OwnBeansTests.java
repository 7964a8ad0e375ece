package dev.faroe.testkit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import dev.faroe.delivery.CodeSender;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.testkit.host.WithShop;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans and properties of the application and the test come first.
 */
@WithShop
@AutoConfigureFaroe
@Import(OwnBeansTests.Own.class)
@TestPropertySource(properties = "faroe.password.argon2.iterations=3")
class OwnBeansTests {

	@Test
	void clockIsTheApplications(@Autowired Clock clock) {
		assertThat(clock).isSameAs(Own.CLOCK);
	}

	@Test
	void limiterIsTheApplications(@Autowired RateLimiter limiter) {
		assertThat(limiter).isSameAs(Own.LIMITER);
	}

	@Test
	void senderOfCodesIsTheApplications(@Autowired CodeSender sender) {
		assertThat(sender).isSameAs(Own.SENDER);
	}

	@Test
	void propertyOfTheTestComesFirst(@Autowired Environment environment) {
		assertThat(environment.getProperty("faroe.password.argon2.iterations")).isEqualTo("3");
	}

	@Test
	void propertyOfTheKitComesBeforeTheApplications(@Autowired Environment environment) {
		assertThat(environment.getProperty("faroe.password.argon2.memory")).isEqualTo("8KB");
	}

	@Nested
	class InANestedClass {

		@Test
		void theAnnotationOfTheOuterClassHolds(@Autowired Environment environment) {
			assertThat(environment.getProperty("faroe.password.argon2.memory")).isEqualTo("8KB");
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Own {

		static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

		static final RateLimiter LIMITER = RateLimiter.inMemory(CLOCK, 10);

		static final CodeSender SENDER = (message) -> {
		};

		@Bean
		CodeSender ownSender() {
			return SENDER;
		}

		@Bean
		Clock ownClock() {
			return CLOCK;
		}

		@Bean
		RateLimiter ownLimiter() {
			return LIMITER;
		}

	}

}

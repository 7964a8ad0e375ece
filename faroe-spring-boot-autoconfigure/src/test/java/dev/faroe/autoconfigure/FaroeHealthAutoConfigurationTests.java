package dev.faroe.autoconfigure;

import dev.faroe.ratelimit.Charge;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link FaroeHealthAutoConfiguration} and {@link FaroeInfoAutoConfiguration}.
 */
@Tag("one-jdk")
class FaroeHealthAutoConfigurationTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class));

	@Test
	void hasBothParts() {
		this.application.run((context) -> {
			CompositeHealthContributor health = context.getBean("faroeHealthContributor",
					CompositeHealthContributor.class);
			assertThat(health.stream().map((entry) -> entry.name())).containsExactly("breachedPasswordCheck",
					"rateLimitStore");
			assertThat(context).hasBean("faroeInfoContributor");
		});
	}

	@Test
	void hasNoPartForACheckThatIsOff() {
		this.application.withPropertyValues("faroe.password.breach-check.enabled=false")
			.run((context) -> assertThat(
					context.getBean(CompositeHealthContributor.class).stream().map((entry) -> entry.name()))
				.containsExactly("rateLimitStore"));
	}

	@Test
	void canBeTurnedOff() {
		this.application
			.withPropertyValues("management.health.faroe.enabled=false", "management.info.faroe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class)
				.doesNotHaveBean(InfoContributor.class));
		this.application.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class)
				.doesNotHaveBean(InfoContributor.class));
	}

	@Test
	void isNotThereWithoutTheActuator() {
		this.application.withClassLoader(new FilteredClassLoader(HealthContributor.class, InfoContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("faroeHealthContributor")
				.doesNotHaveBean("faroeInfoContributor"));
	}

	@Test
	void backsOffForTheApplications() {
		this.application.withBean("faroeHealthIndicator", HealthIndicator.class, () -> () -> null)
			.run((context) -> assertThat(context).doesNotHaveBean("faroeHealthContributor"));
	}

	@Test
	void leavesTheApplicationReady() {
		try (FaroeServer server = FaroeServer.start(TestDatabase.H2.create(),
				new Class<?>[] { FaroeServer.Host.class, UnavailableStore.class }, FaroeServer.WITH_ACTUATOR,
				// Spring Boot's own, of a Redis that is not there.
				"management.health.redis.enabled=false", "faroe.password.breach-check.enabled=true",
				"faroe.password.breach-check.base-url=http://127.0.0.1:1",
				"management.endpoints.web.exposure.include=health,info",
				"management.endpoint.health.show-details=always", "management.endpoint.health.probes.enabled=true")) {
			server.client()
				.post()
				.uri("/users")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue("{\"email\":\"ann@example.com\",\"password\":\"a long enough password\"}")
				.exchange()
				.expectStatus()
				.isOk();
			WebTestClient visitor = server.anonymousClient();
			visitor.get()
				.uri("/actuator/health")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.status")
				.isEqualTo("UP")
				.jsonPath("$.components.faroe.components.breachedPasswordCheck.status")
				.isEqualTo("UNKNOWN")
				.jsonPath("$.components.faroe.components.breachedPasswordCheck.details.reason")
				.isEqualTo("Suspended after failures")
				.jsonPath("$.components.faroe.components.rateLimitStore.status")
				.isEqualTo("UNKNOWN");
			visitor.get()
				.uri("/actuator/health/readiness")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.status")
				.isEqualTo("UP")
				.jsonPath("$.components.faroe")
				.doesNotExist();
			visitor.get()
				.uri("/actuator/info")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.faroe.groups.length()")
				.isEqualTo(7)
				.jsonPath("$.faroe.argon2Engine")
				.value(String.class, (engine) -> assertThat(engine).isIn("native", "java"))
				.jsonPath("$.faroe.hashesPerSecond")
				.isMap();
		}
	}

	static class UnavailableStore {

		@Bean
		RateLimiter rateLimiter() {
			return new RateLimiter() {

				@Override
				public Mono<Charge> charge(RateLimit limit, String key) {
					return Mono.just(Mono::empty);
				}

				@Override
				public Mono<Void> clear(RateLimit limit, String key) {
					return Mono.empty();
				}

				@Override
				public Mono<Void> check(RateLimit limit, String key) {
					return Mono.empty();
				}

				@Override
				public boolean isAvailable() {
					return false;
				}

			};
		}

	}

}

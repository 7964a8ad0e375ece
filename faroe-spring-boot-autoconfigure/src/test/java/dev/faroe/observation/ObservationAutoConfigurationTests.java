package dev.faroe.observation;

import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.event.publishing.QueuedEvents;
import dev.faroe.password.hashing.HashingListener;
import dev.faroe.test.WithFaroe;
import dev.faroe.user.UserService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/**
 * {@link FaroeObservationAutoConfiguration}.
 */
@Tag("one-jdk")
class ObservationAutoConfigurationTests {

	private final ApplicationContextRunner withoutRegistries = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues("spring.r2dbc.generate-unique-name=true", "faroe.password.breach-check.enabled=false",
				"faroe.password.argon2.memory=64KB");

	private final ApplicationContextRunner application = this.withoutRegistries.withConfiguration(
			AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class));

	@Test
	void observesTheServices() {
		this.application.run((context) -> {
			UserService users = context.getBean(UserService.class);
			assertThat(AopUtils.isCglibProxy(users)).isTrue();
			StepVerifier.create(users.create("ann@example.com", "a long enough password", null))
				.expectNextCount(1)
				.verifyComplete();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("faroe.user.create").tag("outcome", "SUCCESS").timer().count()).isOne();
			assertThat(registry.get("faroe.hashing.wait").timer().count()).isOne();
			assertThat(registry.get("faroe.hashing.work").timer().count()).isOne();
			assertThat(registry.get("faroe.hashing.queued").gauge().value()).isZero();
			assertThat(registry.get("faroe.hashing.engine").tag("engine", "java").gauge().value()).isOne();
			assertThat(registry.get("faroe.hashing.engine").tag("engine", "native").gauge().value()).isZero();
			assertThat(registry.get("faroe.hashing.engine.speed").tag("engine", "native").gauge().value()).isNaN();
			assertThat(registry.find("faroe.breach.check.suspended").gauge()).isNull();
		});
	}

	@Test
	void doesNothingWithoutMicrometer() {
		this.withoutRegistries.withClassLoader(new FilteredClassLoader("io.micrometer")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("faroeServiceObservations");
			assertThat(context).doesNotHaveBean("faroeHashingMeters").doesNotHaveBean("faroeStateMeters");
			assertThat(AopUtils.isAopProxy(context.getBean(UserService.class))).isFalse();
		});
	}

	@Test
	void doesNothingWithoutRegistries() {
		this.withoutRegistries.run((context) -> {
			assertThat(context).doesNotHaveBean(ServiceObservations.class);
			assertThat(context).doesNotHaveBean(HashingMeters.class);
			assertThat(context).doesNotHaveBean(RateLimitMeters.class);
			assertThat(context).doesNotHaveBean(StateMeters.class);
			assertThat(context).doesNotHaveBean(AuthenticationMeters.class);
		});
	}

	@Test
	void doesNothingWhenFaroeIsOff() {
		this.application.withPropertyValues("faroe.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ServiceObservations.class);
			assertThat(context).doesNotHaveBean(StateMeters.class);
			assertThat(context).doesNotHaveBean(FaroeEvents.class);
		});
	}

	@Test
	void leavesHashingAndEventsToTheApplication() {
		this.application.withUserConfiguration(Own.class).run((context) -> {
			assertThat(context).hasSingleBean(HashingListener.class).doesNotHaveBean(HashingMeters.class);
			assertThat(context).hasSingleBean(FaroeEvents.class).doesNotHaveBean(QueuedEvents.class);
			UserService users = context.getBean(UserService.class);
			StepVerifier.create(users.create("ann@example.com", "a long enough password", null))
				.expectNextCount(1)
				.verifyComplete();
			assertThat(context.getBean(CountingListener.class).refused).hasValue(0);
			assertThat(context.getBean(MeterRegistry.class).find("faroe.events.queued").gauge()).isNull();
		});
	}

	@Test
	void observesServicesOfTheApplication() {
		this.application.withUserConfiguration(OwnService.class).run((context) -> {
			StepVerifier.create(context.getBean(UserService.class).get("no-id")).verifyError();
			assertThat(context.getBean(MeterRegistry.class)
				.get("faroe.user.get")
				.tag("outcome", "NOT_FOUND")
				.tag("error", "none")
				.timer()
				.count()).isOne();
			assertThat(context).hasSingleBean(ObservationRegistry.class);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		CountingListener hashingListener() {
			return new CountingListener();
		}

		@Bean
		FaroeEvents events() {
			return FaroeEvents.none();
		}

	}

	static class CountingListener implements HashingListener {

		private final AtomicInteger refused = new AtomicInteger();

		@Override
		public void refused() {
			this.refused.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnService {

		@Bean
		UserService userService() {
			UserService service = mock(UserService.class);
			when(service.get("no-id")).thenReturn(Mono.error(new FaroeException(FaroeError.NOT_FOUND)));
			return service;
		}

	}

}

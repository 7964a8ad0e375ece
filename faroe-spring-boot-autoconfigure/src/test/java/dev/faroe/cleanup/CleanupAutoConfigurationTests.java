package dev.faroe.cleanup;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link CleanupAutoConfiguration}.
 */
@Tag("one-jdk")
class CleanupAutoConfigurationTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues("spring.r2dbc.generate-unique-name=true", "faroe.password.breach-check.enabled=false");

	@Test
	void cleansUpEveryHourByDefault() {
		this.application.run((context) -> {
			assertThat(context.getBean(CleanupSchedule.class).isRunning()).isTrue();
			CleanupProperties cleanup = context.getBean(CleanupProperties.class);
			assertThat(cleanup.interval()).isEqualTo(Duration.ofHours(1));
			assertThat(cleanup.batchSize()).isEqualTo(1000);
		});
	}

	@Test
	void doesNotSwitchOnSchedulingOfApplication() {
		this.application.run((context) -> {
			assertThat(context).doesNotHaveBean(TaskScheduler.class);
			assertThat(context).doesNotHaveBean(ScheduledAnnotationBeanPostProcessor.class);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "0s", "PT0S" })
	void cleansUpOnlyOnDemandWhenIntervalIsZero(String interval) {
		this.application.withPropertyValues("faroe.cleanup.interval=" + interval).run((context) -> {
			assertThat(context.getBean(CleanupSchedule.class).isRunning()).isFalse();
			assertThat(context.getBean(RequestCleanup.class).run().collectList().block()).containsExactly(0, 0, 0, 0,
					0);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "interval=-1s", "interval=often", "batch-size=0", "batch-size=100001" })
	void rejectsUselessSettings(String setting) {
		this.application.withPropertyValues("faroe.cleanup." + setting)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void backsOffWhenFaroeIsDisabled() {
		this.application.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RequestCleanup.class)
				.doesNotHaveBean(CleanupSchedule.class));
	}

	@Test
	void backsOffForCleanupOfApplication() {
		this.application.withUserConfiguration(OwnCleanup.class).run((context) -> {
			assertThat(context).getBean(RequestCleanup.class).isSameAs(context.getBean("ownCleanup"));
			assertThat(context).getBean(CleanupSchedule.class).isSameAs(context.getBean("ownSchedule"));
		});
	}

	@Test
	void stopsWithContext() {
		this.application.run((context) -> {
			CleanupSchedule schedule = context.getBean(CleanupSchedule.class);
			context.close();
			assertThat(schedule.isRunning()).isFalse();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCleanup {

		@Bean
		RequestCleanup ownCleanup() {
			return new RequestCleanup(List.of(), 1, Clock.systemUTC());
		}

		@Bean
		CleanupSchedule ownSchedule(RequestCleanup ownCleanup) {
			return new CleanupSchedule(ownCleanup, Duration.ofHours(2));
		}

	}

}

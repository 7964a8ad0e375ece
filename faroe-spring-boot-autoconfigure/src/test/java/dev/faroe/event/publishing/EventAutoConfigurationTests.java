package dev.faroe.event.publishing;

import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("one-jdk")
class EventAutoConfigurationTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new));

	@Test
	void queuesTenThousandEvents() {
		this.application
			.run((context) -> assertThat(context.getBean(EventProperties.class).queueCapacity()).isEqualTo(10_000));
		this.application.withPropertyValues("faroe.events.queue-capacity=0")
			.run((context) -> assertThat(context).hasFailed());
	}

}

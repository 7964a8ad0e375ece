package dev.faroe.delivery;

import java.time.Duration;

import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link DeliveryAutoConfiguration}.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class DeliveryAutoConfigurationTests {

	private static final CodeSender SENDER = (message) -> {
	};

	private final ApplicationContextRunner off = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.password.breach-check.enabled=false", "faroe.password.argon2.memory=64KB");

	private final ApplicationContextRunner on = this.off.withPropertyValues("faroe.delivery.enabled=true");

	@Test
	void isOffUnlessItIsSwitchedOn(CapturedOutput output) {
		this.off.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CodeDelivery.BEAN_NAME));
		this.on.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CodeDelivery.BEAN_NAME));
		assertThat(output).doesNotContain("go nowhere");
	}

	@Test
	void hasSensibleDefaults() {
		this.on.run((context) -> {
			DeliveryProperties properties = context.getBean(DeliveryProperties.class);
			assertThat(properties)
				.isEqualTo(new DeliveryProperties(true, 1000, 2, 4, Duration.ofSeconds(1), Duration.ofMinutes(1)));
			assertThat(context.getBean(CodeDelivery.BEAN_NAME, CodeDelivery.class).isRunning()).isTrue();
		});
	}

	@Test
	void warnsWithoutASender(CapturedOutput output) {
		this.on.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CodeSender.class));
		assertThat(output).containsOnlyOnce("Codes go nowhere");
	}

	@Test
	void usesTheSenderOfTheApplication(CapturedOutput output) {
		this.on.withBean(CodeSender.class, () -> SENDER)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(CodeSender.class));
		assertThat(output).doesNotContain("go nowhere");
	}

	@Test
	void doesNotChooseBetweenSenders() {
		this.on.withBean("letters", CodeSender.class, () -> SENDER)
			.withBean("texts", CodeSender.class, () -> SENDER)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	@Test
	void isNotInjectedByItsTypeAlone() {
		this.on.withBean(Unqualified.class)
			.run((context) -> assertThat(context.getBean(Unqualified.class).delivery.getIfAvailable()).isNull());
	}

	@Test
	void leavesTheDeliveryToABeanOfTheSameName() {
		Deliveries own = new Deliveries();
		CodeDelivery delivery = own.with(SENDER, 1, 1);
		this.on.withBean(CodeDelivery.BEAN_NAME, CodeDelivery.class, () -> delivery)
			.run((context) -> assertThat(context.getBean(CodeDelivery.BEAN_NAME)).isSameAs(delivery));
	}

	@Test
	void isMeasuredWhereThereIsMicrometer() {
		ApplicationContextRunner measured = this.off
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));
		measured.run((context) -> assertThat(context).doesNotHaveBean(DeliveryListener.class)
			.doesNotHaveBean("faroeDeliveryGauge"));
		measured.withPropertyValues("faroe.delivery.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(DeliveryListener.class).hasBean("faroeDeliveryGauge"));
		this.on.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeliveryListener.class));
	}

	@ParameterizedTest
	@CsvSource({ "capacity,0", "capacity,1000001", "threads,0", "threads,65", "attempts,0", "attempts,21", "backoff,0s",
			"backoff,2m", "max-backoff,61m" })
	void refusesWhatMakesNoSense(String name, String value) {
		this.on.withPropertyValues("faroe.delivery." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageMatching("(capacity|threads|attempts|backoff|maxBackoff) must be .*"));
	}

	static class Unqualified {

		private final ObjectProvider<CodeDelivery> delivery;

		Unqualified(ObjectProvider<CodeDelivery> delivery) {
			this.delivery = delivery;
		}

	}

}

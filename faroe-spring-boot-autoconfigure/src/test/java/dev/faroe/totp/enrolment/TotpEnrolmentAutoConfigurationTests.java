package dev.faroe.totp.enrolment;

import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * What is set up for the enrolment of authenticators.
 */
@Tag("one-jdk")
class TotpEnrolmentAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.r2dbc.schema-check.enabled=false");

	@Test
	void isThereByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(TotpEnrolmentService.class));
	}

	@Test
	void isAwayWithFaroe() {
		this.runner.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TotpEnrolmentService.class)
				.doesNotHaveBean(TotpEnrolments.class));
	}

	@Test
	void leavesTheServiceToTheApplication() {
		TotpEnrolmentService service = mock(TotpEnrolmentService.class);
		this.runner.withBean(TotpEnrolmentService.class, () -> service)
			.run((context) -> assertThat(context.getBean(TotpEnrolmentService.class)).isSameAs(service));
	}

	@Test
	void refusesAnIssuerWithAColon() {
		this.runner.withPropertyValues("faroe.totp.issuer=a:b")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageStartingWith("issuer"));
	}

}

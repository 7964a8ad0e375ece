package dev.faroe.lockout;

import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Test;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * What is set up for lock-outs.
 */
class LockOutAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.r2dbc.schema-check.enabled=false");

	@Test
	void isThereByDefaultWithBothCountsInARow() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(LockOutService.class);
			assertThat(context.getBeanNamesForType(LockOutPart.class)).containsExactlyInAnyOrder("faroeTotpLockOut",
					"faroePasswordLockOut");
		});
	}

	@Test
	void isAwayWithFaroe() {
		this.runner.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LockOutService.class)
				.doesNotHaveBean(LockOutPart.class));
	}

	@Test
	void isAwayWithoutADatabase() {
		new ApplicationContextRunner().withConfiguration(WithFaroe.only("dev.faroe.lockout."))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LockOutService.class));
	}

	@Test
	void leavesTheServiceToTheApplication() {
		LockOutService service = mock(LockOutService.class);
		this.runner.withBean(LockOutService.class, () -> service)
			.run((context) -> assertThat(context.getBean(LockOutService.class)).isSameAs(service));
	}

}

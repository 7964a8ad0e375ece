package dev.faroe.database;

import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("one-jdk")
class TableNamePropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new));

	@ParameterizedTest
	@ValueSource(strings = { "faroe.r2dbc.schema=", "faroe.r2dbc.schema=Auth", "faroe.r2dbc.schema=a.b",
			"faroe.r2dbc.schema=a; DROP TABLE b", "faroe.r2dbc.table-prefix=", "faroe.r2dbc.table-prefix=_a",
			"faroe.r2dbc.table-prefix=a\"b", "faroe.r2dbc.table-prefix=abcdefghijklmnopqrstu",
			"faroe.r2dbc.table-prefix=current_", "faroe.r2dbc.table-prefix=session_" })
	void refusesWhatCannotBePartOfAName(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("faroe.r2dbc");
		});
	}

	@Test
	void takesTheLongestNames() {
		this.runner
			.withPropertyValues("faroe.r2dbc.schema=" + "s".repeat(63), "faroe.r2dbc.table-prefix=" + "p".repeat(20))
			.run((context) -> assertThat(context).hasNotFailed());
	}

}

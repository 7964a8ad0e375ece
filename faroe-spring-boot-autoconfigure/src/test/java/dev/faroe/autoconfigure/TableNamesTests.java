package dev.faroe.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.faroe.test.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class TableNamesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(R2dbcAutoConfiguration.class, FaroeAutoConfiguration.class,
				FaroePasswordAutoConfiguration.class, FaroeRateLimitAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new));

	@Test
	void namesOfTablesAreReplacedAndNothingElse() {
		TableNames tables = new TableNames("auth", "app_");
		assertThat(tables.inStatement("""
				SELECT EXISTS (SELECT 1 FROM faroe_totp_credential WHERE user_id = faroe_user.id)
				FROM faroe_user WHERE id = :faroe_user AND email = not_faroe_user.x""")).isEqualTo("""
				SELECT EXISTS (SELECT 1 FROM auth.app_totp_credential WHERE user_id = auth.app_user.id)
				FROM auth.app_user WHERE id = :faroe_user AND email = not_faroe_user.x""");
	}

	@Test
	void withoutASchemaNamesAreNotQualified() {
		TableNames tables = new TableNames(null, "app_");
		assertThat(tables.inStatement("DELETE FROM faroe_user")).isEqualTo("DELETE FROM app_user");
		assertThat(
				tables.inMigration("CREATE INDEX ${faroe-table-prefix}x ON ${faroe-schema}.${faroe-table-prefix}user"))
			.isEqualTo("CREATE INDEX app_x ON app_user");
	}

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

package dev.faroe.database;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import dev.faroe.sql.TableNames;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.StartFailure;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import dev.faroe.user.UserService;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application without the tables that Faroe needs says so when it starts.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
@ParameterizedClass(name = "{0}")
@DatabaseSource
class SchemaCheckTests {

	@Parameter
	private TestDatabase database = TestDatabase.H2;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class, DataR2dbcAutoConfiguration.class))
		.withPropertyValues("spring.r2dbc.pool.initial-size=1", "faroe.r2dbc.initialize-schema=never");

	private ApplicationContextRunner on(List<String> database, String... properties) {
		return this.runner.withPropertyValues(database.toArray(String[]::new)).withPropertyValues(properties);
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return StartFailure.analyze(failure);
	}

	@Test
	void saysWhichTableIsMissingAndWhichPropertyCreatesIt() {
		on(this.database.create()).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo("The database has no table faroe_user.");
			assertThat(analysis.getAction()).contains("Set faroe.r2dbc.initialize-schema to always")
				.contains("Flyway or Liquibase")
				.contains("faroe.r2dbc.schema-check.enabled");
		});
	}

	@Test
	void knowsTheSchemaAndThePrefix() {
		List<String> names = this.database.create();
		String[] elsewhere = { "faroe.r2dbc.schema=sign_in", "faroe.r2dbc.table-prefix=my_" };
		on(names, elsewhere).run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
			.isEqualTo("The database has no table sign_in.my_user."));
		on(names, elsewhere).withPropertyValues("faroe.r2dbc.initialize-schema=always")
			.run((context) -> assertThat(context).hasNotFailed());
		on(names, elsewhere).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void saysWhichColumnAnOlderSchemaLacks() {
		List<String> names = this.database.create();
		on(names, "faroe.r2dbc.initialize-schema=always")
			.run((context) -> execute(context, "ALTER TABLE faroe_totp_credential DROP COLUMN last_used_step"));
		on(names).run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
			.isEqualTo("The table faroe_totp_credential of Faroe has no column last_used_step."));
	}

	@Test
	void looksAlsoWhenBeansAreLazy() {
		on(this.database.create())
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void doesNotLookWhenToldNotTo() {
		on(this.database.create(), "faroe.r2dbc.schema-check.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aDatabaseThatIsAwayIsAWarning(CapturedOutput output) {
		on(List.of("spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:1/none", "spring.r2dbc.username=none"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(UserService.class));
		assertThat(output).containsOnlyOnce("Whether the tables of Faroe are in the database could not be checked: ");
	}

	@Test
	void aDatabaseThatDoesNotAnswerIsAWarningAfterTheTimeout(CapturedOutput output) {
		this.runner.withPropertyValues("faroe.r2dbc.schema-check.timeout=50ms", "faroe.cleanup.interval=0")
			.withBean(ConnectionFactory.class, () -> new SilentConnectionFactory(this.database))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("could not be checked: " + TimeoutException.class.getName());
	}

	/**
	 * What the check expects is read from the migrations.
	 */
	@Test
	void expectsAllTablesWithAllColumns() {
		on(this.database.create(), "faroe.r2dbc.initialize-schema=always").run((context) -> {
			List<String> there = context.getBean(DatabaseClient.class)
				.sql("SELECT table_name, column_name FROM information_schema.columns"
						+ " WHERE LOWER(table_name) LIKE 'faroe%'")
				.map((row) -> (row.get(0, String.class) + "." + row.get(1, String.class)).toLowerCase(Locale.ROOT))
				.all()
				.collectList()
				.block();
			assertThat(ExpectedTable
				.of(FaroeSchemaInitializer.readMigrations(context.getBean(FaroeConnections.class).factory()),
						new TableNames(null, TableNames.DEFAULT_PREFIX))
				.stream()
				.flatMap((table) -> table.columns().stream().map((column) -> table.name() + "." + column)))
				.hasSizeGreaterThan(25)
				.containsExactlyInAnyOrderElementsOf(there);
		});
	}

	private static void execute(ApplicationContext context, String sql) {
		context.getBean(DatabaseClient.class).sql(sql).then().block();
	}

	/**
	 * Takes everybody's call and never answers.
	 */
	private record SilentConnectionFactory(TestDatabase database) implements ConnectionFactory {

		@Override
		public Publisher<? extends Connection> create() {
			return Mono.never();
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return ConnectionFactories
				.get((this.database == TestDatabase.H2) ? "r2dbc:h2:mem:///silent"
						: "r2dbc:postgresql://u@localhost/silent")
				.getMetadata();
		}

	}

}

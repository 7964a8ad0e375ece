package dev.faroe.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import dev.faroe.database.FaroeMigration;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import io.r2dbc.spi.ConnectionFactory;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/operations.md that create the tables with Flyway and Liquibase, in
 * applications with and without a DataSource and migrations of their own.
 */
@Tag("one-jdk")
class FaroeMigrationHostTests {

	private static final Pattern EXAMPLE = Pattern.compile("```(java|yaml)\n(.*?)```", Pattern.DOTALL);

	private static final Path CHANGELOG = Path.of("src/test/resources/db/changelog/db.changelog-master.yaml");

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withPropertyValues(
			"faroe.password.breach-check.enabled=false", "faroe.r2dbc.initialize-schema=never",
			"faroe.password.argon2.memory=64KB", "faroe.password.argon2.iterations=1");

	private static String url(List<String> database) {
		return database.get(0).substring("spring.r2dbc.url=".length());
	}

	private static String jdbcUrl(List<String> database) {
		return url(database).replace("r2dbc:", "jdbc:");
	}

	private ApplicationContextRunner runner(Class<?> host, List<String> database) {
		return this.runner.withUserConfiguration(host)
			.withPropertyValues("migration.url=" + jdbcUrl(database), "migration.user=postgres",
					"migration.password=postgres");
	}

	private static void assertServicesWork(ApplicationContext context) {
		Mono<User> user = context.getBean(UserService.class).create("ann@example.com", "a long enough password", null);
		assertThat(user.block()).isNotNull();
	}

	@Test
	void flywayRunsInAnApplicationWithoutADataSource() {
		List<String> database = TestDatabase.POSTGRESQL.create();
		runner(FlywayHost.class, database).withPropertyValues(database.toArray(String[]::new)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class).hasSingleBean(ConnectionFactory.class);
			assertThat(context.getBeanFactory().getBeanDefinition("faroeDatabase").getDependsOn())
				.contains("faroeMigration");
			assertServicesWork(context);
		});
	}

	@Test
	void flywayRunsBesideTheMigrationsOfTheApplication() {
		List<String> database = TestDatabase.POSTGRESQL.create();
		runner(FlywayHost.class, database)
			.withPropertyValues("faroe.r2dbc.url=" + url(database), "faroe.r2dbc.username=postgres",
					"faroe.r2dbc.password=postgres", "spring.datasource.url=" + jdbcUrl(database),
					"spring.datasource.username=postgres", "spring.datasource.password=postgres",
					"spring.flyway.locations=classpath:dev/faroe/host/migration", "spring.liquibase.enabled=false",
					"spring.flyway.baseline-on-migrate=true", "spring.flyway.baseline-version=0")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(DataSource.class).hasSingleBean(Flyway.class);
				assertServicesWork(context);
				assertThat(context.getBean(JdbcTemplate.class)
					.queryForList("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
							String.class))
					.contains("book", "flyway_schema_history", "faroe_user", "flyway_history_of_faroe");
			});
	}

	@Test
	void flywayRunsInAReactiveApplicationThatHasMigrationsOfItsOwn() {
		List<String> database = TestDatabase.POSTGRESQL.create();
		runner(FlywayHost.class, database).withPropertyValues(database.toArray(String[]::new))
			.withPropertyValues("spring.flyway.url=" + jdbcUrl(database), "spring.flyway.user=postgres",
					"spring.flyway.password=postgres", "spring.flyway.locations=classpath:dev/faroe/host/migration",
					"spring.flyway.baseline-on-migrate=true", "spring.flyway.baseline-version=0")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class).hasSingleBean(Flyway.class);
				assertServicesWork(context);
				assertThat(context.getBean(DatabaseClient.class).sql("SELECT COUNT(*) FROM book").fetch().one().block())
					.isNotNull();
			});
	}

	@Test
	void liquibaseIncludesFaroesChangelogWithoutADataSource() {
		List<String> database = TestDatabase.POSTGRESQL.create();
		runner(PlainHost.class, database).withPropertyValues(database.toArray(String[]::new))
			.withPropertyValues("spring.liquibase.url=" + jdbcUrl(database), "spring.liquibase.user=postgres",
					"spring.liquibase.password=postgres")
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(DataSource.class)
					.hasSingleBean(SpringLiquibase.class);
				assertServicesWork(context);
			});
	}

	@Test
	void examplesAreWhatThisTestRuns() throws IOException {
		String tested = withoutIndentation(
				Files.readString(Path.of("src/test/java/dev/faroe/host/FaroeMigrationHostTests.java"))
						+ Files.readString(CHANGELOG));
		String chapter = Files.readString(Path.of("../docs/operations.md")).split("## The database schema")[1]
			.split("\n## ")[0];
		assertThat(EXAMPLE.matcher(chapter).results().map((example) -> withoutIndentation(example.group(2)))).hasSize(2)
			.allSatisfy((example) -> assertThat(tested).contains(example));
	}

	private static String withoutIndentation(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class PlainHost {

	}

	// What follows is the example of docs/operations.md.
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FlywayHost {

		@Bean
		FaroeMigration faroeMigration(@Value("${migration.url}") String url, @Value("${migration.user}") String user,
				@Value("${migration.password}") String password) {
			return () -> Flyway.configure()
				.dataSource(url, user, password)
				.locations("classpath:dev/faroe/db/migration/postgresql")
				.table("flyway_history_of_faroe")
				.baselineOnMigrate(true)
				.baselineVersion("0")
				.placeholders(Map.of("faroe-schema", "public", "faroe-table-prefix", "faroe_"))
				.load()
				.migrate();
		}

	}

}

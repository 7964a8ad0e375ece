package dev.faroe.database;

import javax.sql.DataSource;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.StartFailure;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import dev.faroe.user.UserService;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.r2dbc.health.ConnectionFactoryHealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.ReactiveTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With faroe.r2dbc.url, Faroe has a database of its own, and the application has what it
 * would have without Faroe.
 */
@Tag("one-jdk")
class OwnDatabaseTests {

	private static final String ANY = "r2dbc:postgresql://localhost/none";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Host.class)
		.withPropertyValues("faroe.password.breach-check.enabled=false", "spring.liquibase.enabled=false",
				"spring.flyway.enabled=false");

	/** For what is decided before anything else of the application. */
	private final ApplicationContextRunner faroeAlone = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withPropertyValues(hosts(TestDatabase.H2));

	private static String[] own(TestDatabase database) {
		return database.create()
			.stream()
			.map((property) -> property.replace("spring.r2dbc.", "faroe.r2dbc."))
			.toArray(String[]::new);
	}

	private static String[] hosts(TestDatabase database) {
		return database.create().toArray(String[]::new);
	}

	private static String[] jdbc() {
		return new String[] { "spring.datasource.url=jdbc:h2:mem:own_" + System.nanoTime() };
	}

	private static void assertServicesWork(ApplicationContext context) {
		StepVerifier.create(context.getBean(UserService.class).get("aaaaaaaaaaaaaaaaaaaaaaaa"))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(FaroeException.class,
					(failure) -> assertThat(failure.error()).isEqualTo(FaroeError.NOT_FOUND)));
	}

	@Test
	void withoutOneTheApplicationHasNoDataSource() {
		this.runner.withPropertyValues(hosts(TestDatabase.H2)).withPropertyValues(jdbc()).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(DataSource.class).hasSingleBean(ConnectionFactory.class);
			assertThat(context).doesNotHaveBean("faroeDatabaseHealthContributor");
		});
	}

	@ParameterizedTest
	@DatabaseSource
	void applicationKeepsItsDataSource(TestDatabase database) {
		this.runner.withPropertyValues(own(database))
			.withPropertyValues(jdbc())
			.withPropertyValues((database == TestDatabase.H2) ? "faroe.r2dbc.initialize-schema=embedded"
					: "faroe.r2dbc.initialize-schema=always")
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(ConnectionFactory.class)
					.hasSingleBean(DataSource.class)
					.hasSingleBean(JdbcTemplate.class)
					.hasSingleBean(PlatformTransactionManager.class)
					.doesNotHaveBean(ReactiveTransactionManager.class);
				assertServicesWork(context);
			});
	}

	@Test
	void applicationKeepsItsConnectionFactory() {
		this.runner.withPropertyValues(own(TestDatabase.H2))
			.withPropertyValues(hosts(TestDatabase.H2))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.hasSingleBean(ConnectionFactory.class)
					.hasSingleBean(ReactiveTransactionManager.class);
				assertServicesWork(context);
				StepVerifier.create(context.getBean(DatabaseClient.class).sql("SELECT 1 FROM faroe_user").then())
					.verifyError();
			});
	}

	@Test
	void applicationKeepsAConnectionFactoryThatItMakesItself() {
		this.runner.withPropertyValues(own(TestDatabase.H2)).withUserConfiguration(Factory.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(ConnectionFactory.class)
				.hasSingleBean(DatabaseClient.class);
			assertServicesWork(context);
		});
	}

	@Test
	void applicationKeepsWhatItsConnectionDetailsLeadTo() {
		this.runner.withPropertyValues(own(TestDatabase.H2)).withUserConfiguration(Details.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(ConnectionFactory.class)
				.hasSingleBean(DatabaseClient.class);
			assertServicesWork(context);
		});
	}

	@Test
	void applicationWithoutADatabaseGetsNone() {
		this.runner.withPropertyValues(own(TestDatabase.H2))
			.withPropertyValues("spring.autoconfigure.exclude="
					+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(ConnectionFactory.class)
					.doesNotHaveBean(DatabaseClient.class);
				assertServicesWork(context);
			});
	}

	@Test
	void anEmptyUrlIsNone() {
		this.faroeAlone.withPropertyValues("faroe.r2dbc.url=", "faroe.r2dbc.password=")
			.run((context) -> assertThat(context.getBean(FaroeConnections.class).factory())
				.isSameAs(context.getBean(ConnectionFactory.class)));
	}

	@Test
	void connectionsAreClosedWithTheApplication() {
		ConnectionPool[] pool = new ConnectionPool[1];
		this.runner.withPropertyValues(own(TestDatabase.POSTGRESQL))
			.withPropertyValues("faroe.r2dbc.initialize-schema=always", "faroe.r2dbc.pool.max-size=3")
			.run((context) -> {
				assertServicesWork(context);
				pool[0] = (ConnectionPool) context.getBean(FaroeConnections.class).factory();
				assertThat(pool[0].getMetrics().orElseThrow().getMaxAllocatedSize()).isEqualTo(3);
				assertThat(pool[0].isDisposed()).isFalse();
			});
		assertThat(pool[0].isDisposed()).isTrue();
	}

	@Test
	void healthOfTheDatabaseIsPartOfTheHealthOfTheApplication() {
		this.runner.withPropertyValues(own(TestDatabase.H2))
			.run((context) -> StepVerifier
				.create(context.getBean("faroeDatabaseHealthContributor", ConnectionFactoryHealthIndicator.class)
					.health())
				.assertNext((health) -> assertThat(health.getStatus()).isEqualTo(Status.UP))
				.verifyComplete());
	}

	@Test
	void aMarkedConnectionFactoryAsWellIsRefused() {
		this.faroeAlone.withPropertyValues(own(TestDatabase.H2))
			.withUserConfiguration(MarkedFactory.class)
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("@FaroeConnectionFactory, and faroe.r2dbc.url"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "jdbc:postgresql://ann:s3cret@localhost/faroe", "r2dbc:nonsense://ann:s3cret@localhost/faroe",
					"r2dbc:pool:postgresql://ann:s3cret@localhost/faroe", "s3cret", "r2dbc::s3cret" })
	void aUrlThatLeadsNowhereIsRefusedWithoutBeingQuoted(String url) {
		this.faroeAlone.withPropertyValues("faroe.r2dbc.url=" + url).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("The value of faroe.r2dbc.url leads to no database: ")
				.doesNotContain("s3cret");
			assertThat(analysis.getAction()).doesNotContain("s3cret");
			for (Throwable failure = context.getStartupFailure(); failure != null; failure = failure.getCause()) {
				assertThat(failure.toString()).doesNotContain("s3cret");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "faroe.r2dbc.username=ann", "faroe.r2dbc.password=s3cret" })
	void aUserWithoutAUrlIsRefused(String property) {
		this.faroeAlone.withPropertyValues(property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("username and password are for a url");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "initial-size=0", "max-size=0", "max-size=1001", "max-acquire-time=0s",
			"max-create-connection-time=-1s", "max-idle-time=0s", "max-life-time=0s" })
	void aPoolOutOfItsBoundsIsRefused(String property) {
		this.faroeAlone.withPropertyValues("faroe.r2dbc.url=" + ANY, "faroe.r2dbc.pool." + property)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void passwordIsInNoText() {
		this.faroeAlone
			.withPropertyValues("faroe.r2dbc.url=r2dbc:postgresql://ann:s3cret@localhost/none",
					"faroe.r2dbc.password=s3cret", "faroe.r2dbc.schema-check.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(R2dbcProperties.class).toString()).doesNotContain("s3cret");
				assertThat(context.getBean(FaroeConnections.class).factory().toString()).doesNotContain("s3cret");
			});
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return StartFailure.analyze(failure);
	}

	@EnableAutoConfiguration
	static class Host {

	}

	@Configuration(proxyBeanMethods = false)
	static class Factory {

		@Bean
		ConnectionFactory applications() {
			return ConnectionFactories.get("r2dbc:h2:mem:///applications?options=DB_CLOSE_DELAY=-1");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MarkedFactory {

		@Bean
		@FaroeConnectionFactory
		ConnectionFactory faroes() {
			return ConnectionFactories.get("r2dbc:h2:mem:///marked_as_well?options=DB_CLOSE_DELAY=-1");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Details {

		@Bean
		R2dbcConnectionDetails details() {
			return () -> ConnectionFactoryOptions.parse("r2dbc:h2:mem:///details?options=DB_CLOSE_DELAY=-1");
		}

	}

}

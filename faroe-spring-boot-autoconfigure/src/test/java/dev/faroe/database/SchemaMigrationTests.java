package dev.faroe.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.sql.DataSource;

import dev.faroe.sql.TableNames;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.TestDatabase;
import io.r2dbc.spi.ConnectionFactory;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ways to create the tables, and to bring those of an earlier version up to date: the
 * initializer, Flyway and Liquibase. All lead to the same.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@DatabaseSource
class SchemaMigrationTests {

	private static final TableNames DEFAULT = new TableNames(null, TableNames.DEFAULT_PREFIX);

	private static final TableNames OTHER = new TableNames("sign_in", "abcdefghijklmnopqrs_");

	private static final Map<String, Integer> ROWS_OF_RELEASED_VERSIONS = Map.of("user", 1,
			"email_verification_request", 1, "email_update_request", 1, "password_reset_request", 1, "totp_credential",
			1);

	/** Kept here: a logger that nobody refers to forgets its level. */
	private static final Logger LIQUIBASE_LOGGER = Logger.getLogger("liquibase");

	@Parameter
	private TestDatabase database = TestDatabase.H2;

	@BeforeAll
	static void makeLiquibaseQuiet() {
		LIQUIBASE_LOGGER.setLevel(Level.WARNING);
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void allWaysLeadToTheSameTables(Way way) throws Exception {
		SortedSet<String> expected = structureOfNewDatabase();
		assertThat(expected).hasSizeGreaterThan(50);
		Database created = new Database(this.database);
		way.migrate(created, DEFAULT);
		assertThat(created.structure(DEFAULT)).containsExactlyElementsOf(expected);
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void allWaysKnowTheSchemaAndThePrefix(Way way) throws Exception {
		Database created = new Database(this.database);
		way.migrate(created, OTHER);
		assertThat(created.structure(OTHER)).containsExactlyElementsOf(structureOfNewDatabase());
		assertThat(created.structure(new TableNames(null, ""))).noneMatch((line) -> line.contains("request"));
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void allWaysTakeOverFromEachOther(Way way) throws Exception {
		Database created = new Database(this.database);
		for (Way other : Way.values()) {
			other.migrate(created, DEFAULT);
			way.migrate(created, DEFAULT);
		}
		assertThat(created.structure(DEFAULT)).containsExactlyElementsOf(structureOfNewDatabase());
	}

	@ParameterizedTest
	@MethodSource("waysFromReleasedVersions")
	void allWaysLeadFromReleasedVersionsToTheCurrent(Way way, Resource directory) throws Exception {
		Database released = new Database(this.database);
		released.execute(
				directory.createRelative(platform(this.database) + ".sql").getContentAsString(StandardCharsets.UTF_8));
		way.migrate(released, DEFAULT);
		assertThat(released.structure(DEFAULT)).containsExactlyElementsOf(structureOfNewDatabase());
		for (Map.Entry<String, Integer> table : ROWS_OF_RELEASED_VERSIONS.entrySet()) {
			assertThat(released.count(TableNames.DEFAULT_PREFIX + table.getKey())).as(table.getKey())
				.isEqualTo(table.getValue());
		}
	}

	static List<Arguments> waysFromReleasedVersions() throws IOException {
		List<Arguments> arguments = new ArrayList<>();
		for (Resource script : find("classpath:dev/faroe/db/released/*/h2.sql")) {
			Arrays.stream(Way.values()).map((way) -> Arguments.of(way, script)).forEach(arguments::add);
		}
		return arguments;
	}

	@Test
	void allMigrationsAreRun() throws Exception {
		List<String> migrations = find("classpath:dev/faroe/db/migration/" + platform(this.database) + "/*").stream()
			.map((migration) -> String.valueOf(migration.getFilename()))
			.toList();
		List<String> names = FaroeSchemaInitializer.names(new Database(this.database).connectionFactory());
		assertThat(names).containsExactlyInAnyOrderElementsOf(migrations);
		String changelog = new DefaultResourceLoader().getResource(Way.CHANGELOG)
			.getContentAsString(StandardCharsets.UTF_8);
		assertThat(names)
			.allSatisfy((name) -> assertThat(changelog).contains("/" + platform(this.database) + "/" + name));
	}

	private static List<Resource> find(String pattern) throws IOException {
		return List.of(new PathMatchingResourcePatternResolver().getResources(pattern));
	}

	private SortedSet<String> structureOfNewDatabase() throws Exception {
		Database created = new Database(this.database);
		Way.INITIALIZER.migrate(created, DEFAULT);
		return created.structure(DEFAULT);
	}

	private static String platform(TestDatabase database) {
		return database.name().toLowerCase(Locale.ROOT);
	}

	private enum Way {

		INITIALIZER {

			@Override
			void migrate(Database database, TableNames tables) throws Exception {
				FaroeSchemaInitializer initializer = new FaroeSchemaInitializer(database.connectionFactory(),
						DatabaseInitializationMode.ALWAYS, tables);
				initializer.setResourceLoader(new DefaultResourceLoader());
				initializer.afterPropertiesSet();
			}

		},

		FLYWAY {

			@Override
			void migrate(Database database, TableNames tables) {
				Flyway.configure()
					.dataSource(database.dataSource())
					.locations("classpath:" + FaroeSchemaInitializer.MIGRATIONS + platform(database.type()))
					.table("flyway_history_of_faroe")
					.baselineOnMigrate(true)
					.baselineVersion("0")
					.defaultSchema(schema(database, tables))
					.placeholders(
							Map.of("faroe-schema", schema(database, tables), "faroe-table-prefix", tables.prefix()))
					.load()
					.migrate();
			}

			/**
			 * Flyway quotes the default schema.
			 */
			private String schema(Database database, TableNames tables) {
				String schema = (tables.schema() != null) ? tables.schema() : "public";
				return (database.type() == TestDatabase.H2) ? schema.toUpperCase(Locale.ROOT) : schema;
			}

		},

		LIQUIBASE {

			@Override
			void migrate(Database database, TableNames tables) throws Exception {
				SpringLiquibase liquibase = new SpringLiquibase();
				liquibase.setDataSource(database.dataSource());
				liquibase.setResourceLoader(new DefaultResourceLoader());
				liquibase.setChangeLog(CHANGELOG);
				if (tables.schema() != null) {
					database.execute("CREATE SCHEMA " + tables.schema());
					liquibase.setChangeLogParameters(
							Map.of("faroe-schema", tables.schema(), "faroe-table-prefix", tables.prefix()));
				}
				liquibase.afterPropertiesSet();
			}

		};

		static final String CHANGELOG = "classpath:dev/faroe/db/changelog/faroe.yaml";

		abstract void migrate(Database database, TableNames tables) throws Exception;

	}

	/**
	 * An empty database, through both kinds of drivers.
	 */
	private record Database(TestDatabase type, String url, String username, String password) {

		Database(TestDatabase type) {
			this(type, type.create());
		}

		private Database(TestDatabase type, List<String> properties) {
			this(type, value(properties, "url"), value(properties, "username"), value(properties, "password"));
		}

		private static String value(List<String> properties, String name) {
			String start = "spring.r2dbc." + name + "=";
			return properties.stream()
				.filter((property) -> property.startsWith(start))
				.findFirst()
				.orElseThrow()
				.substring(start.length());
		}

		ConnectionFactory connectionFactory() {
			return ConnectionFactoryBuilder.withUrl(this.url).username(this.username).password(this.password).build();
		}

		DataSource dataSource() {
			if (this.type == TestDatabase.H2) {
				JdbcDataSource dataSource = new JdbcDataSource();
				dataSource.setURL(this.url.replace("r2dbc:h2:mem:///", "jdbc:h2:mem:").replace("?options=", ";"));
				dataSource.setUser(this.username);
				return dataSource;
			}
			PGSimpleDataSource dataSource = new PGSimpleDataSource();
			dataSource.setUrl(this.url.replace("r2dbc:", "jdbc:"));
			dataSource.setUser(this.username);
			dataSource.setPassword(this.password);
			return dataSource;
		}

		void execute(String sql) throws SQLException {
			try (Connection connection = dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
		}

		int count(String table) throws SQLException {
			try (Connection connection = dataSource().getConnection();
					Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
				rows.next();
				return rows.getInt(1);
			}
		}

		SortedSet<String> structure(TableNames tables) throws SQLException {
			try (Connection connection = dataSource().getConnection()) {
				return DatabaseStructure.of(connection, (tables.schema() != null) ? tables.schema() : "public",
						tables.prefix());
			}
		}

	}

}

package dev.faroe.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.faroe.FaroeConfigurationException;
import dev.faroe.sql.TableNames;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.boot.r2dbc.OptionsCapableConnectionFactory;
import org.springframework.boot.r2dbc.init.R2dbcScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Creates the tables of Faroe that do not exist yet, and the schema that they are in. It
 * runs all migrations, which are the ones for Flyway and Liquibase, at every start: each
 * statement does nothing when its work has been done.
 */
final class FaroeSchemaInitializer extends R2dbcScriptDatabaseInitializer {

	static final String MIGRATIONS = "dev/faroe/db/migration/";

	private final ConnectionFactory connectionFactory;

	private final TableNames tables;

	FaroeSchemaInitializer(ConnectionFactory connectionFactory, DatabaseInitializationMode mode, TableNames tables) {
		super(connectionFactory, settings(Platform.of(connectionFactory), mode));
		this.connectionFactory = connectionFactory;
		this.tables = tables;
	}

	private static DatabaseInitializationSettings settings(Platform platform, DatabaseInitializationMode mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(migrations(platform));
		settings.setMode(mode);
		return settings;
	}

	/**
	 * Return where the migrations are, the oldest first.
	 */
	private static List<String> migrations(Platform platform) {
		return platform.migrations.stream()
			.map((name) -> "classpath:" + MIGRATIONS + platform.folder + "/" + name)
			.toList();
	}

	/**
	 * Return the names of the migrations, the oldest first.
	 */
	static List<String> names(ConnectionFactory connectionFactory) {
		return Platform.of(connectionFactory).migrations;
	}

	/**
	 * Return what the migrations are, the oldest first.
	 */
	static List<String> readMigrations(ConnectionFactory connectionFactory) {
		ResourceLoader loader = new DefaultResourceLoader();
		return migrations(Platform.of(connectionFactory)).stream()
			.map((location) -> read(loader.getResource(location)))
			.toList();
	}

	private static String read(Resource script) {
		try {
			return script.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read " + script.getDescription(), ex);
		}
	}

	/**
	 * A connection factory that was not built by Boot does not tell where it leads.
	 */
	@Override
	protected boolean isEmbeddedDatabase() {
		return OptionsCapableConnectionFactory.unwrapFrom(this.connectionFactory) != null && super.isEmbeddedDatabase();
	}

	@Override
	protected void runScripts(Scripts scripts) {
		Platform platform = Platform.of(this.connectionFactory);
		List<Resource> resources = new ArrayList<>();
		platform.begin().forEach((sql) -> resources.add(statement(sql)));
		if (this.tables.schema() != null) {
			resources.add(statement(platform.createSchema(this.tables.schema())));
		}
		scripts.forEach((script) -> resources.add(named(script)));
		platform.end().forEach((sql) -> resources.add(statement(sql)));
		super.runScripts(new Scripts(resources));
	}

	private Resource named(Resource script) {
		return new ByteArrayResource(this.tables.inMigration(read(script)).getBytes(StandardCharsets.UTF_8),
				script.getDescription());
	}

	private static Resource statement(String sql) {
		return new ByteArrayResource(sql.getBytes(StandardCharsets.UTF_8), sql);
	}

	private enum Platform {

		H2("h2", "V1__faroe_schema.sql", "V2__codes_and_limits.sql", "V3__sessions_and_log_in.sql",
				"V4__passkeys.sql") {

			@Override
			String createSchema(String schema) {
				return "CREATE SCHEMA IF NOT EXISTS " + schema;
			}

		},

		/**
		 * Several instances may start at once, and IF NOT EXISTS alone does not keep them
		 * from colliding. For a schema it would also ask for the right to create one when
		 * it exists.
		 */
		POSTGRESQL("postgresql", "V1__faroe_schema.sql", "V2__codes_and_limits.sql", "V3__count_of_users.sql",
				"V4__sessions_and_log_in.sql", "V5__passkeys.sql") {

			@Override
			List<String> begin() {
				return List.of("SELECT pg_advisory_lock(7023480237402347)");
			}

			@Override
			String createSchema(String schema) {
				return """
						DO 'BEGIN
							IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = ''%1$s'') THEN
								CREATE SCHEMA %1$s;
							END IF;
						END'""".formatted(schema);
			}

			@Override
			List<String> end() {
				return List.of("SELECT pg_advisory_unlock(7023480237402347)");
			}

		};

		private final String folder;

		/** The oldest first. H2 knows the number of rows without an index. */
		private final List<String> migrations;

		Platform(String folder, String... migrations) {
			this.folder = folder;
			this.migrations = List.of(migrations);
		}

		List<String> begin() {
			return List.of();
		}

		abstract String createSchema(String schema);

		List<String> end() {
			return List.of();
		}

		static Platform of(ConnectionFactory connectionFactory) {
			String name = connectionFactory.getMetadata().getName();
			return switch (name) {
				case "H2" -> H2;
				case "PostgreSQL" -> POSTGRESQL;
				default -> throw new FaroeConfigurationException("Faroe does not know the database " + name + ".",
						"Set spring.r2dbc.url or faroe.r2dbc.url to a PostgreSQL or H2 database.");
			};
		}

	}

}

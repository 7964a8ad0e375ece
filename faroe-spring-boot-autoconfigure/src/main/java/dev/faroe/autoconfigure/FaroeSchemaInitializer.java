package dev.faroe.autoconfigure;

import java.util.List;

import io.r2dbc.spi.ConnectionFactory;

import org.springframework.boot.r2dbc.OptionsCapableConnectionFactory;
import org.springframework.boot.r2dbc.init.R2dbcScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Creates the tables of Faroe that do not exist yet.
 */
final class FaroeSchemaInitializer extends R2dbcScriptDatabaseInitializer {

	private final ConnectionFactory connectionFactory;

	FaroeSchemaInitializer(ConnectionFactory connectionFactory, DatabaseInitializationMode mode) {
		super(connectionFactory, settings(connectionFactory, mode));
		this.connectionFactory = connectionFactory;
	}

	private static DatabaseInitializationSettings settings(ConnectionFactory connectionFactory,
			DatabaseInitializationMode mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(List.of("classpath:dev/faroe/schema-" + platform(connectionFactory) + ".sql"));
		settings.setMode(mode);
		return settings;
	}

	/**
	 * A connection factory that was not built by Boot does not tell where it leads.
	 */
	@Override
	protected boolean isEmbeddedDatabase() {
		return OptionsCapableConnectionFactory.unwrapFrom(this.connectionFactory) != null && super.isEmbeddedDatabase();
	}

	private static String platform(ConnectionFactory connectionFactory) {
		String name = connectionFactory.getMetadata().getName();
		return switch (name) {
			case "H2" -> "h2";
			case "PostgreSQL" -> "postgresql";
			default -> throw new UnsupportedDatabaseException(name);
		};
	}

}

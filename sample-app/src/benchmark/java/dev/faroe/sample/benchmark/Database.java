package dev.faroe.sample.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server, with the settings that it has by itself but for the number of
 * connections.
 */
final class Database implements AutoCloseable {

	private final EmbeddedPostgres server;

	private Database(EmbeddedPostgres server) {
		this.server = server;
	}

	static Database start() throws IOException {
		return new Database(EmbeddedPostgres.builder().setServerConfig("max_connections", "100").start());
	}

	void create(String name) throws SQLException {
		try (Connection connection = connect("postgres"); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + name);
		}
	}

	Connection connect(String name) throws SQLException {
		return this.server.getDatabase("postgres", name).getConnection();
	}

	/**
	 * Environment variables that lead a Spring Boot application to a database.
	 */
	Map<String, String> environment(String name) {
		return Map.of("SPRING_R2DBC_URL", "r2dbc:postgresql://localhost:%d/%s".formatted(this.server.getPort(), name),
				"SPRING_R2DBC_USERNAME", "postgres", "SPRING_R2DBC_PASSWORD", "postgres");
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}

package dev.faroe.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The databases that Faroe supports. Every test of a repository or an endpoint runs on
 * each of them: {@link DatabaseSource}.
 */
public enum TestDatabase {

	H2 {

		@Override
		public List<String> create() {
			return List.of("spring.r2dbc.url=r2dbc:h2:mem:///%s?options=DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE"
				.formatted(nextName()), "spring.r2dbc.username=sa", "spring.r2dbc.password=");
		}

	},

	POSTGRESQL {

		@Override
		public List<String> create() {
			String name = nextName();
			EmbeddedPostgres server = Postgres.SERVER;
			try (Connection connection = server.getPostgresDatabase().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE DATABASE " + name);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			return List.of("spring.r2dbc.url=r2dbc:postgresql://localhost:%d/%s".formatted(server.getPort(), name),
					"spring.r2dbc.username=postgres", "spring.r2dbc.password=postgres");
		}

	};

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static String nextName() {
		return "faroe_test_" + NAMES.incrementAndGet();
	}

	/**
	 * Create an empty database.
	 * @return the properties that lead to it
	 */
	public abstract List<String> create();

	/**
	 * One server for all tests of a JVM, started when the first test asks for it.
	 */
	private static final class Postgres {

		static final EmbeddedPostgres SERVER = start();

		private static EmbeddedPostgres start() {
			try {
				// Nothing here is to survive the machine.
				return EmbeddedPostgres.builder()
					.setServerConfig("max_connections", "300")
					.setServerConfig("fsync", "off")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}

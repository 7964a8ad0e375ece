package dev.faroe.database;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.faroe.sql.TableNames;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * What a host application sets about the database.
 *
 * @param initializeSchema Whether to create the schema and the tables that do not exist
 * yet at start-up: always, never, or only in an embedded (in-memory) database.
 * @param schema Database schema of the tables: up to 63 lower-case letters, digits and
 * underscores. By default it is the current schema of the connection.
 * @param tablePrefix What the names of tables start with: up to 20 lower-case letters,
 * digits and underscores.
 * @param countingTimeout How long counting an attempt may take within a transaction of
 * the application, for which it needs a second connection.
 * @param schemaCheck The look at start-up whether every table has every column.
 * @param url R2DBC URL of a database of Faroe's own. By default Faroe uses a
 * ConnectionFactory of the application.
 * @param username Name of the user of Faroe's own database.
 * @param password Password of the user of Faroe's own database.
 * @param pool Connections to Faroe's own database.
 */
@ConfigurationProperties("faroe.r2dbc")
record R2dbcProperties(@DefaultValue("embedded") DatabaseInitializationMode initializeSchema, @Nullable String schema,
		@DefaultValue(TableNames.DEFAULT_PREFIX) String tablePrefix, @DefaultValue("5s") Duration countingTimeout,
		@DefaultValue SchemaCheck schemaCheck, @JsonIgnore @Nullable String url, @JsonIgnore @Nullable String username,
		@JsonIgnore @Nullable String password, @DefaultValue Pool pool) {

	R2dbcProperties {
		Assert.isTrue(schema == null || schema.matches("[a-z][a-z0-9_]{0,62}"),
				"schema must be 1 to 63 lower-case letters, digits and underscores");
		Assert.isTrue(tablePrefix.matches("(?!(current|session|system)_$)[a-z][a-z0-9_]{0,19}"),
				"tablePrefix must be 1 to 20 lower-case letters, digits and underscores,"
						+ " and not make a key word of SQL");
		positive(countingTimeout, "countingTimeout");
		Assert.isTrue(StringUtils.hasText(url) || !StringUtils.hasText(username) && !StringUtils.hasText(password),
				"username and password are for a url");
	}

	private static void positive(Duration duration, String name) {
		Assert.isTrue(duration.compareTo(Duration.ZERO) > 0, () -> name + " must be positive");
	}

	TableNames tables() {
		return new TableNames(this.schema, this.tablePrefix);
	}

	boolean hasUrl() {
		return StringUtils.hasText(this.url);
	}

	/**
	 * Return a text without the URL, which can have a password in it, and without the
	 * password.
	 */
	@Override
	public String toString() {
		return "R2dbcProperties[initializeSchema=%s, schema=%s, tablePrefix=%s]".formatted(this.initializeSchema,
				this.schema, this.tablePrefix);
	}

	/**
	 * The look at start-up whether every table has every column. There is none when the
	 * tables are always created at start-up.
	 *
	 * @param enabled Whether the application starts only if the tables are there. A
	 * database that cannot be reached is a warning.
	 * @param timeout How long the look may take before it is given up with a warning.
	 */
	record SchemaCheck(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration timeout) {

		SchemaCheck {
			positive(timeout, "timeout");
		}

	}

	/**
	 * Connections to Faroe's own database.
	 *
	 * @param initialSize Number of connections that are opened with the first.
	 * @param maxSize Greatest number of connections.
	 * @param maxAcquireTime How long to wait for a connection before the answer is
	 * SERVICE_UNAVAILABLE.
	 * @param maxCreateConnectionTime How long it may take to open a connection.
	 * @param maxIdleTime How long a connection stays open without being used.
	 * @param maxLifeTime How long a connection stays open at all; by default there is no
	 * limit.
	 * @param validationQuery Statement that a connection has to answer before it is used;
	 * by default the driver itself is asked whether the connection is open.
	 */
	record Pool(@DefaultValue("1") int initialSize, @DefaultValue("10") int maxSize,
			@DefaultValue("5s") Duration maxAcquireTime, @DefaultValue("10s") Duration maxCreateConnectionTime,
			@DefaultValue("30m") Duration maxIdleTime, @Nullable Duration maxLifeTime,
			@Nullable String validationQuery) {

		Pool {
			Assert.isTrue(initialSize >= 1 && initialSize <= 1000, "initialSize must be between 1 and 1000");
			Assert.isTrue(maxSize >= 1 && maxSize <= 1000, "maxSize must be between 1 and 1000");
			positive(maxAcquireTime, "maxAcquireTime");
			positive(maxCreateConnectionTime, "maxCreateConnectionTime");
			positive(maxIdleTime, "maxIdleTime");
			if (maxLifeTime != null) {
				positive(maxLifeTime, "maxLifeTime");
			}
		}

	}

}

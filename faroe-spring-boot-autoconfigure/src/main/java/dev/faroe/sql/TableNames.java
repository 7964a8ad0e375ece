package dev.faroe.sql;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Where the tables are. Statements in the code name a table in braces, such as
 * {@code {user}}; migrations have placeholders that Flyway and Liquibase replace in the
 * same way.
 *
 * @param schema the schema, or {@code null} for the current one of the connection
 * @param prefix what the names of tables, indexes and constraints start with
 */
public record TableNames(@Nullable String schema, String prefix) {

	/** The prefix unless another is set. */
	public static final String DEFAULT_PREFIX = "faroe_";

	private static final PropertyPlaceholderHelper BRACES = new PropertyPlaceholderHelper("{", "}");

	/**
	 * Return the name of a table.
	 */
	String name(String table) {
		return qualifier() + this.prefix + table;
	}

	static String replaceBraces(String sql, UnaryOperator<String> names) {
		return BRACES.replacePlaceholders(sql, names::apply);
	}

	/**
	 * Put the names into a migration.
	 * @param script the migration
	 * @return the script to run
	 */
	public String inMigration(String script) {
		return script.replace("${faroe-schema}.", qualifier()).replace("${faroe-table-prefix}", this.prefix);
	}

	private String qualifier() {
		return (this.schema != null) ? this.schema + "." : "";
	}

}

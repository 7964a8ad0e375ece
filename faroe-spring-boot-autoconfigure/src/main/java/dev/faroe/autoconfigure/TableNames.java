package dev.faroe.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where the tables are. The statements in the code have the default names; migrations
 * have placeholders, which Flyway and Liquibase replace in the same way.
 *
 * @param schema the schema, or {@code null} for the current one of the connection
 * @param prefix what the names of tables, indexes and constraints start with
 */
record TableNames(@Nullable String schema, String prefix) {

	static final String DEFAULT_PREFIX = "faroe_";

	/** A table or its column, but not a parameter. */
	private static final Pattern DEFAULT_NAME = Pattern.compile("(?<![\\w.:])" + DEFAULT_PREFIX + "(?=[a-z])");

	boolean areDefault() {
		return this.schema == null && DEFAULT_PREFIX.equals(this.prefix);
	}

	String inStatement(String sql) {
		return DEFAULT_NAME.matcher(sql).replaceAll(Matcher.quoteReplacement(qualifier() + this.prefix));
	}

	String inMigration(String script) {
		return script.replace("${faroe-schema}.", qualifier()).replace("${faroe-table-prefix}", this.prefix);
	}

	private String qualifier() {
		return (this.schema != null) ? this.schema + "." : "";
	}

}

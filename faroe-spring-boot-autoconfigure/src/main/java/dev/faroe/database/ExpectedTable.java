package dev.faroe.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.faroe.sql.TableNames;

/**
 * A table that the migrations make.
 *
 * @param name the name in the database
 * @param columns the names of the columns
 */
record ExpectedTable(String name, List<String> columns) {

	private static final Pattern TABLE = Pattern
		.compile("(?:CREATE TABLE|ALTER TABLE)(?: IF NOT EXISTS| IF EXISTS)? ([\\w.]+)");

	private static final Pattern COMMENT = Pattern.compile("--.*");

	/** A line of its own, and no constraint, which starts with a key word. */
	private static final Pattern CREATED_COLUMN = Pattern.compile("^\\s+([a-z][a-z0-9_]*) ", Pattern.MULTILINE);

	private static final Pattern ADDED_COLUMN = Pattern.compile("ADD COLUMN(?: IF NOT EXISTS)? ([a-z][a-z0-9_]*) ");

	/**
	 * Read which tables and columns there are after migrations.
	 */
	static List<ExpectedTable> of(List<String> migrations, TableNames names) {
		Map<String, List<String>> tables = new LinkedHashMap<>();
		for (String migration : migrations) {
			for (String statement : COMMENT.matcher(names.inMigration(migration)).replaceAll("").split(";")) {
				TABLE.matcher(statement)
					.results()
					.forEach((table) -> tables.computeIfAbsent(table.group(1), (name) -> new ArrayList<>())
						.addAll(columns(statement)));
			}
		}
		return tables.entrySet().stream().map((table) -> new ExpectedTable(table.getKey(), table.getValue())).toList();
	}

	private static List<String> columns(String statement) {
		Pattern column = statement.strip().startsWith("CREATE") ? CREATED_COLUMN : ADDED_COLUMN;
		return column.matcher(statement).results().map((MatchResult match) -> match.group(1)).toList();
	}

}

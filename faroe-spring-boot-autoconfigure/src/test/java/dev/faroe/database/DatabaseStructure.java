package dev.faroe.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

import dev.faroe.sql.TableNames;

/**
 * What the tables with a prefix in a schema are like: one line for each column of a
 * table, key or index, in which the prefix is the default one.
 */
final class DatabaseStructure {

	private final DatabaseMetaData metaData;

	private final String schema;

	private final String prefix;

	private final SortedSet<String> lines = new TreeSet<>();

	private DatabaseStructure(Connection connection, String schema, String prefix) throws SQLException {
		this.metaData = connection.getMetaData();
		this.schema = this.metaData.storesUpperCaseIdentifiers() ? schema.toUpperCase(Locale.ROOT) : schema;
		this.prefix = prefix;
	}

	static SortedSet<String> of(Connection connection, String schema, String prefix) throws SQLException {
		DatabaseStructure structure = new DatabaseStructure(connection, schema, prefix);
		structure.read();
		return structure.lines;
	}

	private void read() throws SQLException {
		try (ResultSet tables = this.metaData.getTables(null, this.schema, null,
				new String[] { "TABLE", "BASE TABLE" })) {
			while (tables.next()) {
				String table = tables.getString("TABLE_NAME");
				if (table.toLowerCase(Locale.ROOT).startsWith(this.prefix)) {
					readTable(table);
				}
			}
		}
	}

	private void readTable(String table) throws SQLException {
		add("column", this.metaData.getColumns(null, this.schema, table, null),
				List.of("TABLE_NAME", "ORDINAL_POSITION", "COLUMN_NAME", "TYPE_NAME", "COLUMN_SIZE", "NULLABLE",
						"COLUMN_DEF", "IS_AUTOINCREMENT", "IS_GENERATEDCOLUMN"));
		add("primary key", this.metaData.getPrimaryKeys(null, this.schema, table),
				List.of("TABLE_NAME", "KEY_SEQ", "COLUMN_NAME"));
		add("foreign key", this.metaData.getImportedKeys(null, this.schema, table), List.of("FKTABLE_NAME", "KEY_SEQ",
				"FKCOLUMN_NAME", "PKTABLE_SCHEM", "PKTABLE_NAME", "PKCOLUMN_NAME", "DELETE_RULE", "UPDATE_RULE"));
		add("index", this.metaData.getIndexInfo(null, this.schema, table, false, true), List.of("TABLE_NAME",
				"INDEX_NAME", "NON_UNIQUE", "TYPE", "ORDINAL_POSITION", "COLUMN_NAME", "ASC_OR_DESC"));
	}

	private void add(String kind, ResultSet rows, List<String> columns) throws SQLException {
		try (rows) {
			while (rows.next()) {
				StringBuilder line = new StringBuilder(kind);
				for (String column : columns) {
					line.append(' ').append(normalize(String.valueOf(rows.getString(column))));
				}
				this.lines.add(line.toString());
			}
		}
	}

	/**
	 * H2 numbers what it names itself, and again when it adds a column.
	 */
	private String normalize(String value) {
		if (value.equals(this.schema)) {
			return "schema";
		}
		String name = value.toLowerCase(Locale.ROOT)
			.replaceAll("(constraint|primary_key|key)(?:_[0-9a-f]+)?(_index)?_[0-9a-f]+$", "$1$2_");
		return name.startsWith(this.prefix) ? TableNames.DEFAULT_PREFIX + name.substring(this.prefix.length()) : name;
	}

}

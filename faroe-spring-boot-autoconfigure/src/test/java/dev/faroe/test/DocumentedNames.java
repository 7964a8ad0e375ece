package dev.faroe.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the tables of a page of the documentation name.
 */
public final class DocumentedNames {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final List<String> rows;

	private DocumentedNames(List<String> rows) {
		this.rows = rows;
	}

	/**
	 * Read the tables of a page.
	 * @param page the name of a file in docs
	 * @return the rows of its tables
	 */
	public static DocumentedNames in(String page) {
		try {
			return new DocumentedNames(Files.readAllLines(Path.of("..", "docs", page))
				.stream()
				.filter((line) -> line.startsWith("| `"))
				.toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the names in one column of the rows that begin with a prefix.
	 * @param prefix what the name in the first column begins with
	 * @param column the column, from 0 on
	 * @return a line for each row, with the names in the column
	 */
	public List<Set<String>> column(String prefix, int column) {
		return this.rows.stream()
			.filter((row) -> row.startsWith("| `" + prefix))
			.map((row) -> names(row.split("\\|")[column + 1]))
			.toList();
	}

	/**
	 * Return all names in one column.
	 * @param prefix what the name in the first column begins with
	 * @param column the column, from 0 on
	 * @return the names
	 */
	public Set<String> all(String prefix, int column) {
		return column(prefix, column).stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> names(String cell) {
		return CODE.matcher(cell).results().map((name) -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
	}

}

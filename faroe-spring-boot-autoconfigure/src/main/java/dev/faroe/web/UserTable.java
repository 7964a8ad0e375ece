package dev.faroe.web;

import java.util.ArrayList;
import java.util.List;

import dev.faroe.user.User;

/**
 * Users as a table of aligned text, for a person with a terminal.
 */
final class UserTable {

	private static final List<String> HEADER = List.of("ID", "CREATED_AT", "EMAIL", "EMAIL_VERIFIED", "RECOVERY_CODE",
			"TOTP_REGISTERED");

	private UserTable() {
	}

	static String of(List<User> users) {
		List<List<String>> rows = new ArrayList<>(users.size() + 1);
		rows.add(HEADER);
		users.forEach((user) -> rows.add(row(user)));
		int[] widths = new int[HEADER.size()];
		for (List<String> row : rows) {
			for (int column = 0; column < widths.length; column++) {
				widths[column] = Math.max(widths[column], width(row.get(column)));
			}
		}
		StringBuilder table = new StringBuilder();
		for (List<String> row : rows) {
			append(table, row, widths);
		}
		return table.toString();
	}

	private static List<String> row(User user) {
		String recoveryCode = ShownSecret.of(user.recoveryCode());
		return List.of(user.id(), Long.toString(user.createdAt().getEpochSecond()),
				(user.email() != null) ? printable(user.email()) : "-", Boolean.toString(user.emailVerified()),
				(recoveryCode != null) ? recoveryCode : "-",
				Boolean.toString(user.secondFactors().contains(UserBody.TOTP)));
	}

	/**
	 * An email address of former times may have characters that a terminal obeys or does
	 * not show. Each is an escape, and so is what escapes.
	 */
	private static String printable(String text) {
		StringBuilder printable = new StringBuilder(text.length());
		text.codePoints().forEach((codePoint) -> {
			if (codePoint == '\\') {
				printable.append("\\\\");
			}
			else if (isVisible(codePoint)) {
				printable.appendCodePoint(codePoint);
			}
			else {
				printable.append((codePoint <= Character.MAX_VALUE) ? "\\u%04x".formatted(codePoint)
						: "\\U%08x".formatted(codePoint));
			}
		});
		return printable.toString();
	}

	private static boolean isVisible(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

	private static void append(StringBuilder table, List<String> row, int[] widths) {
		for (int column = 0; column < widths.length; column++) {
			String cell = row.get(column);
			table.append(cell);
			if (column < widths.length - 1) {
				table.append(" ".repeat(widths[column] - width(cell) + 2));
			}
		}
		table.append('\n');
	}

	private static int width(String cell) {
		return cell.codePointCount(0, cell.length());
	}

}

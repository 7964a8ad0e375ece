package dev.faroe.sample.gofaroe;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.faroe.user.ImportOutcome;

/**
 * Counts what became of the rows of a table.
 */
final class Tally {

	private final String name;

	private final Map<String, Long> refused = new TreeMap<>();

	private long imported;

	private long present;

	Tally(String name) {
		this.name = name;
	}

	void refuse(String reason) {
		this.refused.merge(reason, 1L, Long::sum);
	}

	void add(List<ImportOutcome> outcomes) {
		outcomes.forEach(this::add);
	}

	private void add(ImportOutcome outcome) {
		switch (outcome) {
			case IMPORTED -> this.imported++;
			case ALREADY_PRESENT -> this.present++;
			case INVALID_ID -> refuse("the id is not one of a Go Faroe server");
			case INVALID_TIME -> refuse("the time of creation is before 1970 or after 9999");
			case INVALID_EMAIL -> refuse("the email address is not valid");
			case INVALID_PASSWORD_HASH -> refuse("the password hash is not one that can be verified");
			case INVALID_RECOVERY_CODE -> refuse("the recovery code is not one of a Go Faroe server");
			case EMAIL_ALREADY_USED -> refuse("another user has the email address");
			case USER_NOT_FOUND -> refuse("the user does not exist");
		}
	}

	boolean isComplete() {
		return this.refused.isEmpty();
	}

	void print(PrintStream out) {
		long refusals = this.refused.values().stream().mapToLong(Long::longValue).sum();
		out.printf(Locale.ROOT, "%s: %,d imported, %,d there already, %,d refused%n", this.name, this.imported,
				this.present, refusals);
		this.refused.forEach((reason, count) -> out.printf(Locale.ROOT, "  %,d refused: %s%n", count, reason));
	}

}

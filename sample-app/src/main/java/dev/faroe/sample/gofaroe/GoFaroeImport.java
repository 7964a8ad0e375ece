package dev.faroe.sample.gofaroe;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.faroe.totp.TotpService;
import dev.faroe.user.ImportOutcome;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

/**
 * Copies what is in a Go Faroe server's file to the database of this server, in batches
 * that are each there as a whole or not at all. What is there already stays as it is, so
 * that an import can be started again wherever it was interrupted.
 */
final class GoFaroeImport {

	private static final int BATCH_SIZE = 500;

	/** Only a database that has stopped answering takes so long for a batch. */
	private static final Duration BATCH_TIMEOUT = Duration.ofMinutes(5);

	private final GoFaroeFile file;

	private final PrintStream out;

	private final Progress progress;

	private final Tally users = new Tally("Users");

	private final Tally totpCredentials = new Tally("TOTP credentials");

	GoFaroeImport(GoFaroeFile file, PrintStream out, boolean terminal) {
		this.file = file;
		this.out = out;
		this.progress = new Progress(out, terminal, file.users() + file.totpCredentials());
	}

	/**
	 * Import everything.
	 * @param userService what imports users
	 * @param totpService what imports TOTP credentials
	 * @return whether nothing was refused
	 */
	boolean run(UserService userService, TotpService totpService) {
		try {
			this.file.readUsers(BATCH_SIZE, (rows) -> store(rows, userService::importUsers, this.users));
			this.file.readTotpCredentials(BATCH_SIZE,
					(rows) -> store(rows, totpService::importCredentials, this.totpCredentials));
		}
		finally {
			this.progress.close();
			print();
		}
		return this.users.isComplete() && this.totpCredentials.isComplete();
	}

	private <T> void store(List<SourceRow<T>> rows, Function<List<T>, Mono<List<ImportOutcome>>> service, Tally tally) {
		List<T> values = new ArrayList<>(rows.size());
		for (SourceRow<T> row : rows) {
			if (row.value() != null) {
				values.add(row.value());
			}
			else {
				tally.refuse(String.valueOf(row.problem()));
			}
		}
		tally.add(Objects.requireNonNull(service.apply(values).block(BATCH_TIMEOUT)));
		this.progress.add(rows.size());
	}

	private void print() {
		this.users.print(this.out);
		this.totpCredentials.print(this.out);
		if (this.file.requests() > 0) {
			this.out.printf("Not imported: %,d requests to verify or change an email address or to reset a password."
					+ " They are valid for 10 minutes, and users can make new ones.%n", this.file.requests());
		}
	}

}

package dev.faroe.user;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.faroe.EmailAddress;
import dev.faroe.FaroeException;
import dev.faroe.password.PasswordService;
import dev.faroe.security.Secret;
import dev.faroe.security.StoredCodes;
import dev.faroe.security.TokenGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;

/**
 * Gives users of another system their rows. Whether a row can be inserted is decided by
 * the database; asking it first spares what is there already from being sent again.
 */
final class UserImporter {

	private final UserRepository users;

	private final SqlUserImport rows;

	private final PasswordService passwords;

	private final TokenGenerator tokens;

	private final StoredCodes recoveryCodes;

	private final Clock clock;

	UserImporter(UserRepository users, SqlUserImport rows, PasswordService passwords, TokenGenerator tokens,
			StoredCodes recoveryCodes, Clock clock) {
		this.users = users;
		this.rows = rows;
		this.passwords = passwords;
		this.tokens = tokens;
		this.recoveryCodes = recoveryCodes;
		this.clock = clock;
	}

	Mono<User> importOne(ImportedUser user) {
		return Mono.defer(() -> {
			Row row = prepare(user);
			return insert(row).flatMap((outcome) -> (outcome.error() != null)
					? Mono.error(new FaroeException(outcome.error())) : Mono.just(row.toUser()));
		});
	}

	/**
	 * One statement for all, or else, when one of them is in the way, one for each.
	 */
	Mono<List<ImportOutcome>> importAll(List<ImportedUser> users) {
		return Mono.fromCallable(() -> users.stream().map(this::prepare).toList())
			.flatMap((rows) -> insertTogether(rows).onErrorResume(DuplicateKeyException.class,
					(ex) -> Flux.fromIterable(rows).concatMap(this::insert).collectList()));
	}

	private Mono<List<ImportOutcome>> insertTogether(List<Row> rows) {
		List<String> ids = rows.stream().filter(Row::isValid).map(Row::id).toList();
		Flux<String> present = ids.isEmpty() ? Flux.empty() : this.users.findExistingIds(ids);
		return present.collect(Collectors.toSet()).flatMap((presentIds) -> {
			List<SqlUserImport.ImportedRow> absent = rows.stream()
				.filter((row) -> row.outcome(presentIds) == ImportOutcome.IMPORTED)
				.map((row) -> row.toInsert(this.recoveryCodes))
				.toList();
			return this.rows.insertAll(absent).thenReturn(rows.stream().map((row) -> row.outcome(presentIds)).toList());
		});
	}

	private Mono<ImportOutcome> insert(Row row) {
		if (row.refusal() != null) {
			return Mono.just(row.refusal());
		}
		return this.rows.insertAll(List.of(row.toInsert(this.recoveryCodes)))
			.thenReturn(ImportOutcome.IMPORTED)
			.onErrorResume(DuplicateKeyException.class, (ex) -> this.users.existsById(row.id())
				.map((present) -> present ? ImportOutcome.ALREADY_PRESENT : ImportOutcome.EMAIL_ALREADY_USED));
	}

	private Row prepare(ImportedUser user) {
		String email;
		try {
			email = (user.email() != null) ? EmailAddress.of(user.email()).value() : null;
		}
		catch (FaroeException ex) {
			return new Row(user, ImportOutcome.INVALID_EMAIL, 0);
		}
		String id = (user.id() != null) ? user.id() : this.tokens.id();
		Secret recoveryCode = (user.recoveryCode() != null) ? user.recoveryCode() : Secret.of(this.tokens.code());
		ImportedUser complete = new ImportedUser(id, user.createdAt().truncatedTo(ChronoUnit.SECONDS), email,
				user.emailVerified(), user.passwordHash(), recoveryCode);
		return new Row(complete, refusal(complete, id, recoveryCode), this.clock.millis());
	}

	private @Nullable ImportOutcome refusal(ImportedUser user, String id, Secret recoveryCode) {
		if (!TokenGenerator.isId(id)) {
			return ImportOutcome.INVALID_ID;
		}
		if (!ImportedUser.isPlausible(user.createdAt())) {
			return ImportOutcome.INVALID_TIME;
		}
		if (user.emailVerified() && user.email() == null) {
			return ImportOutcome.INVALID_EMAIL;
		}
		if (!this.passwords.acceptsHash(user.passwordHash().value())) {
			return ImportOutcome.INVALID_PASSWORD_HASH;
		}
		return TokenGenerator.isCode(recoveryCode.value()) ? null : ImportOutcome.INVALID_RECOVERY_CODE;
	}

	/**
	 * A user to insert.
	 *
	 * @param user the user, with nothing missing unless it is refused
	 * @param refusal why it is not inserted, or {@code null} if it is
	 * @param sessionsSince the time of the import: sessions of a user who once had the
	 * same id must not count again
	 */
	private record Row(ImportedUser user, @Nullable ImportOutcome refusal, long sessionsSince) {

		boolean isValid() {
			return this.refusal == null;
		}

		String id() {
			return Objects.requireNonNull(this.user.id());
		}

		ImportOutcome outcome(Set<String> presentIds) {
			if (this.refusal != null) {
				return this.refusal;
			}
			return presentIds.contains(id()) ? ImportOutcome.ALREADY_PRESENT : ImportOutcome.IMPORTED;
		}

		SqlUserImport.ImportedRow toInsert(StoredCodes recoveryCodes) {
			StoredUser stored = new StoredUser(id(), this.user.createdAt(), this.user.email(),
					this.user.emailVerified(), recoveryCodes.encrypt(recoveryCode(), id()), "", this.sessionsSince,
					false);
			return new SqlUserImport.ImportedRow(stored, this.user.passwordHash().value());
		}

		User toUser() {
			return new User(id(), this.user.createdAt(), this.user.email(), this.user.emailVerified(), recoveryCode(),
					Set.of(), Instant.ofEpochMilli(this.sessionsSince), false);
		}

		private Secret recoveryCode() {
			return Objects.requireNonNull(this.user.recoveryCode());
		}

	}

}

package dev.faroe.totp;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.faroe.FaroeException;
import dev.faroe.security.TokenGenerator;
import dev.faroe.user.ImportOutcome;
import dev.faroe.user.ImportedUser;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Gives TOTP credentials of another system their rows. Whether a row can be inserted is
 * decided by the database; asking it first spares what is there already from being sent
 * again.
 */
final class TotpImporter {

	private final TotpCredentialRepository credentials;

	private final SqlTotpImport rows;

	private final StoredKeys keys;

	TotpImporter(TotpCredentialRepository credentials, SqlTotpImport rows, StoredKeys keys) {
		this.credentials = credentials;
		this.rows = rows;
		this.keys = keys;
	}

	Mono<TotpCredential> importOne(TotpCredentialWithKey credential) {
		return Mono.defer(() -> {
			Row row = prepare(credential);
			return insert(row).flatMap((outcome) -> (outcome.error() != null)
					? Mono.error(new FaroeException(outcome.error())) : Mono.just(row.stored().credential()));
		});
	}

	/**
	 * One statement for all, or else, when one of them is in the way, one for each.
	 */
	Mono<List<ImportOutcome>> importAll(List<TotpCredentialWithKey> credentials) {
		return Mono.fromCallable(() -> credentials.stream().map(this::prepare).toList())
			.flatMap((rows) -> insertTogether(rows).onErrorResume(DataIntegrityViolationException.class,
					(ex) -> Flux.fromIterable(rows).concatMap(this::insert).collectList()));
	}

	private Mono<List<ImportOutcome>> insertTogether(List<Row> rows) {
		List<String> ids = rows.stream()
			.filter((row) -> row.refusal() == null)
			.map((row) -> row.stored().id())
			.toList();
		Flux<String> present = ids.isEmpty() ? Flux.empty() : this.credentials.findExistingIds(ids);
		return present.collect(Collectors.toSet()).flatMap((presentIds) -> {
			List<StoredTotpCredential> absent = rows.stream()
				.filter((row) -> row.outcome(presentIds) == ImportOutcome.IMPORTED)
				.map(Row::stored)
				.toList();
			return this.rows.insertAll(absent).thenReturn(rows.stream().map((row) -> row.outcome(presentIds)).toList());
		});
	}

	private Mono<ImportOutcome> insert(Row row) {
		if (row.refusal() != null) {
			return Mono.just(row.refusal());
		}
		return this.rows.insertAll(List.of(row.stored()))
			.thenReturn(ImportOutcome.IMPORTED)
			.onErrorResume(DuplicateKeyException.class, (ex) -> this.credentials.existsById(row.stored().id())
				.map((present) -> present ? ImportOutcome.ALREADY_PRESENT : ImportOutcome.KEY_ALREADY_REGISTERED))
			.onErrorReturn(DataIntegrityViolationException.class, ImportOutcome.USER_NOT_FOUND);
	}

	private Row prepare(TotpCredentialWithKey imported) {
		TotpCredential given = imported.credential();
		TotpCredential credential = new TotpCredential(given.id(), given.userId(),
				given.createdAt().truncatedTo(ChronoUnit.SECONDS));
		StoredTotpCredential stored = new StoredTotpCredential(credential.id(), credential.userId(),
				credential.createdAt(), this.keys.encrypt(credential, imported.key()),
				imported.key().fingerprint(credential.userId()), StoredTotpCredential.UNUSED);
		return new Row(stored, refusal(credential));
	}

	private static @Nullable ImportOutcome refusal(TotpCredential credential) {
		if (!TokenGenerator.isId(credential.id())) {
			return ImportOutcome.INVALID_ID;
		}
		if (!TokenGenerator.isId(credential.userId())) {
			return ImportOutcome.USER_NOT_FOUND;
		}
		return ImportedUser.isPlausible(credential.createdAt()) ? null : ImportOutcome.INVALID_TIME;
	}

	/**
	 * A credential to insert.
	 *
	 * @param stored the credential
	 * @param refusal why it is not inserted, or {@code null} if it is
	 */
	private record Row(StoredTotpCredential stored, @Nullable ImportOutcome refusal) {

		ImportOutcome outcome(Set<String> presentIds) {
			if (this.refusal != null) {
				return this.refusal;
			}
			return presentIds.contains(this.stored.id()) ? ImportOutcome.ALREADY_PRESENT : ImportOutcome.IMPORTED;
		}

	}

}

package dev.faroe.coderequest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChange;
import dev.faroe.account.Voidable;
import dev.faroe.cleanup.ExpiredRequests;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.security.Secret;
import dev.faroe.security.TokenGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/**
 * The requests of one kind: creates, finds and deletes them, judges the codes that are
 * presented for them, and removes what is exhausted, expired or void. Failures are
 * signalled as {@link FaroeException}, except for a stored code that cannot be decrypted:
 * that is a {@link dev.faroe.security.DecryptionException}.
 *
 * @param <T> the entity
 * @param <R> the statements
 */
public final class CodeRequests<T extends StoredCodeRequest, R extends CodeRequestRepository<T>>
		implements Voidable, ExpiredRequests {

	private final CodeRequestFactory parts;

	private final CodeRequestKind kind;

	private final StoredCode codes;

	private final R rows;

	CodeRequests(CodeRequestFactory parts, CodeRequestKind kind, StoredCode codes, R rows) {
		this.parts = parts;
		this.kind = kind;
		this.codes = codes;
		this.rows = rows;
	}

	/**
	 * Return the statements, for those that one kind alone needs.
	 * @return the statements
	 */
	public R rows() {
		return this.rows;
	}

	/**
	 * Return the time that requests are created and expire by.
	 * @return the current time, in whole seconds
	 */
	public Instant now() {
		return this.parts.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	/**
	 * Begin a request: its code is there, and its row is not.
	 * @param userId the id of a user
	 * @return the request, which lives from now on
	 */
	public Mono<NewCodeRequest> begin(String userId) {
		return Mono.defer(() -> begin(this.kind.onePerUser() ? userId : this.parts.tokens.id(), userId));
	}

	/**
	 * Begin a request whose id was there before it.
	 * @param id an id that no request has, see {@link TokenGenerator#id()}
	 * @param userId the id of a user
	 * @return the request, which lives from now on
	 */
	public Mono<NewCodeRequest> begin(String id, String userId) {
		return Mono.defer(() -> {
			Secret code = Secret.of(this.parts.tokens.code());
			return this.codes.store(code, id).map((stored) -> {
				Instant now = now();
				return new NewCodeRequest(id, userId, now, now.plus(this.kind.lifetime()), code, Secret.of(stored));
			});
		});
	}

	/**
	 * Insert a request.
	 * @param statement the statement
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if the user is not there any more
	 */
	public Mono<Void> insert(Mono<Integer> statement) {
		return statement.onErrorMap(CodeRequests::isMissingUser, (ex) -> new FaroeException(FaroeError.NOT_FOUND))
			.then();
	}

	private static boolean isMissingUser(Throwable ex) {
		return ex instanceof DataIntegrityViolationException && !(ex instanceof DuplicateKeyException);
	}

	/**
	 * Find a request.
	 * @param id its key
	 * @return the request, or nothing
	 */
	public Mono<T> find(String id) {
		return Arguments.id(id).flatMap((key) -> this.rows.find(key, now()));
	}

	/**
	 * Find a request that there has to be.
	 * @param id its key
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<T> get(String id) {
		return find(id).switchIfEmpty(error(FaroeError.NOT_FOUND));
	}

	/**
	 * List the requests of a user.
	 * @param userId the user's id
	 * @return the requests, the oldest first, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Flux<T> list(String userId) {
		return Arguments.id(userId)
			.flatMapMany((id) -> this.rows.findByUser(id, now()))
			.switchIfEmpty(Mono.defer(() -> this.parts.accounts.require(userId)).then(Mono.empty()));
	}

	/**
	 * Delete a request.
	 * @param id its key
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> delete(String id) {
		return Arguments.id(id)
			.flatMap((key) -> this.rows.delete(key, now()))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(error(FaroeError.NOT_FOUND))
			.then();
	}

	/**
	 * Delete the requests of a user.
	 * @param userId the user's id
	 * @return a completion signal, also if there were none, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Mono<Void> deleteAll(String userId) {
		return this.parts.accounts.lock(userId)
			.then(Mono.defer(() -> this.rows.deleteByUser(userId)))
			.as(this.parts.database.transaction()::transactional)
			.then();
	}

	/**
	 * Judge a code. Every attempt is charged before the code is looked at, whatever
	 * becomes of a transaction of the caller, so that no more wrong codes are judged than
	 * allowed, however many arrive at once and at however many instances; the last of
	 * them removes the request. What is done for a right code comes afterwards, and has
	 * to {@link #consume} the request.
	 * @param request the request
	 * @param code what somebody claims to be its code
	 * @return the request, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#INCORRECT_CODE} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<T> verify(T request, String code) {
		return Mono.defer(() -> {
			Arguments.requireCode(code);
			return (this.kind.limit() != null)
					? AttemptLimiter.countingConsecutiveFailures()
						.limit(this.kind.limit(), request.userId())
						.attempt((attempt) -> compare(attempt, request, code))
						.onErrorResume(CodeRequests::isExhausted,
								(ex) -> this.parts.database.separately()
									.run(remove(request))
									.onErrorComplete()
									.then(Mono.error(ex)))
					: AttemptLimiter.countingFailures()
						.count(new AttemptsInRow<>(this.parts, this.rows, this.kind.maxAttempts(), request))
						.attempt((attempt) -> compare(attempt, request, code));
		});
	}

	private Mono<T> compare(Attempt attempt, T request, String code) {
		return this.codes.matches(attempt, code, request)
			.flatMap((right) -> right ? Mono.just(request) : error(FaroeError.INCORRECT_CODE));
	}

	private static boolean isExhausted(Throwable ex) {
		return ex instanceof FaroeException faroe && faroe.error() == FaroeError.TOO_MANY_REQUESTS;
	}

	/**
	 * Use a request up. Of simultaneous calls, one succeeds. Takes part in a transaction
	 * of the caller.
	 * @param request the request
	 * @return the request, or nothing if it is not there any more
	 */
	public Mono<T> consume(T request) {
		return remove(request).filter((rows) -> rows > 0).map((rows) -> request);
	}

	private Mono<Integer> remove(T request) {
		return Mono.defer(() -> this.rows.deleteUnlessReplaced(request.id(), request.code(), now()));
	}

	@Override
	public Mono<Void> voidAfter(AccountChange change, String userId) {
		return this.kind.voidedBy().contains(change) ? this.rows.deleteByUser(userId).then() : Mono.empty();
	}

	@Override
	public Mono<Integer> deleteExpired(Instant now, int limit) {
		return this.rows.deleteExpired(now, limit);
	}

	private static <T> Mono<T> error(FaroeError error) {
		return Mono.error(() -> new FaroeException(error));
	}

}

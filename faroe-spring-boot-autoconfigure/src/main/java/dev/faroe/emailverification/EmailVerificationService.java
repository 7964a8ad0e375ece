package dev.faroe.emailverification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.EmailVerifiedEvent;
import dev.faroe.event.FaroeEvents;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.Secret;
import dev.faroe.security.StoredCodes;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.SeparateConnection;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Verifies that users own the email addresses they have, with codes that the application
 * sends there. Failures are signalled as {@link FaroeException}, except for a stored code
 * that cannot be decrypted: that is a {@link dev.faroe.security.DecryptionException}.
 */
public class EmailVerificationService {

	/**
	 * How long a request lives.
	 */
	public static final Duration LIFETIME = Duration.ofMinutes(10);

	/**
	 * Every retry means that another request of the same user was created and removed in
	 * the meantime.
	 */
	private static final int MAX_RETRIES = 10;

	private final EmailVerificationRepository requests;

	private final UserService users;

	private final StoredCodes codes;

	private final RateLimiter rateLimiter;

	private final RateLimits limits;

	private final TokenGenerator tokens;

	private final TransactionalOperator transaction;

	private final SeparateConnection separately;

	private final Clock clock;

	private final FaroeEvents events;

	/**
	 * Create a service.
	 * @param requests the requests
	 * @param users the users
	 * @param encryption what encrypts the codes
	 * @param rateLimiter what counts
	 * @param limits the limits
	 * @param tokens what generates codes
	 * @param transaction what runs statements in one transaction
	 * @param separately what runs statements that a transaction of the caller must not
	 * take back
	 * @param clock what tells the time
	 * @param events what hears of what happens
	 */
	public EmailVerificationService(EmailVerificationRepository requests, UserService users,
			EncryptionAtRest encryption, RateLimiter rateLimiter, RateLimits limits, TokenGenerator tokens,
			TransactionalOperator transaction, SeparateConnection separately, Clock clock, FaroeEvents events) {
		this.requests = requests;
		this.users = users;
		this.codes = StoredCodes.ofEmailVerification(encryption);
		this.rateLimiter = rateLimiter;
		this.limits = limits;
		this.tokens = tokens;
		this.transaction = transaction;
		this.separately = separately;
		this.clock = clock;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * Create a request, in place of an earlier one of the user.
	 * @param userId the user's id
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND} or
	 * {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<EmailVerificationRequest> create(String userId) {
		return this.users.require(userId)
			.then(Mono.defer(() -> this.rateLimiter.check(this.limits.verifyEmail(), userId)))
			.then(Mono.defer(() -> this.rateLimiter.charge(this.limits.emailRequest(), userId)))
			.then(Mono.defer(() -> store(newRequest(userId))));
	}

	private EmailVerificationRequest newRequest(String userId) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		return new EmailVerificationRequest(userId, now, now.plus(LIFETIME), Secret.of(this.tokens.code()));
	}

	/**
	 * Replaces the row or inserts one. Two requests that both find none to replace
	 * collide on the primary key: the later replaces the earlier then.
	 */
	private Mono<EmailVerificationRequest> store(EmailVerificationRequest request) {
		String code = this.codes.encrypt(request.code(), request.userId());
		return this.requests.replace(request.userId(), request.createdAt(), request.expiresAt(), code)
			.filter((rows) -> rows > 0)
			.switchIfEmpty(Mono
				.defer(() -> this.requests.insert(request.userId(), request.createdAt(), request.expiresAt(), code)))
			.retryWhen(Retry.max(MAX_RETRIES)
				.filter(DuplicateKeyException.class::isInstance)
				.onRetryExhaustedThrow((retry, last) -> last.failure()))
			.onErrorMap(EmailVerificationService::isMissingUser, (ex) -> new FaroeException(FaroeError.NOT_FOUND))
			.thenReturn(request);
	}

	private static boolean isMissingUser(Throwable ex) {
		return ex instanceof DataIntegrityViolationException && !(ex instanceof DuplicateKeyException);
	}

	/**
	 * Find the request of a user.
	 * @param userId the user's id
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND} if the
	 * user does not exist or has none
	 */
	public Mono<EmailVerificationRequest> get(String userId) {
		return find(userId).map((stored) -> stored.request(this.codes)).switchIfEmpty(error(FaroeError.NOT_FOUND));
	}

	/**
	 * Delete the request of a user.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if the user does not exist or has none
	 */
	public Mono<Void> delete(String userId) {
		return Arguments.id(userId)
			.flatMap((id) -> this.requests.deleteUnexpired(id, this.clock.instant()))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(error(FaroeError.NOT_FOUND))
			.then();
	}

	/**
	 * Remove the request that a user may have, because its code was sent to an address
	 * that is not the user's any more. Takes part in the transaction of the caller.
	 * @param userId the user's id
	 * @return a completion signal
	 */
	public Mono<Void> discard(String userId) {
		return Mono.defer(() -> this.requests.deleteByUserId(Arguments.requirePresent(userId))).then();
	}

	/**
	 * Require that a user exists and has a request.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user, or {@link FaroeError#NOT_ALLOWED} if the user has no
	 * request
	 */
	public Mono<Void> require(String userId) {
		return findOrReject(userId).then();
	}

	/**
	 * Verify the email address of a user, which uses the request up. A user without an
	 * address, whose address the application keeps, has none to be marked as verified.
	 * When the limit on wrong codes is exhausted, the request is removed.
	 * @param userId the user's id
	 * @param code the code that the user received
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user, {@link FaroeError#NOT_ALLOWED} if the user has no
	 * request, {@link FaroeError#INCORRECT_CODE} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<Void> verify(String userId, String code) {
		return findOrReject(userId).doOnNext((request) -> Arguments.requireCode(code))
			.flatMap((request) -> AttemptLimiter.countingConsecutiveFailures(this.rateLimiter)
				.limit(this.limits.verifyEmail(), userId)
				.attempt((attempt) -> verify(attempt, request, code))
				.onErrorResume(EmailVerificationService::isExhausted,
						(ex) -> this.separately.run(deleteUnlessReplaced(request))
							.onErrorComplete()
							.then(Mono.error(ex))));
	}

	private Mono<Void> verify(Attempt attempt, StoredEmailVerificationRequest request, String code) {
		return Mono.defer(() -> {
			if (!attempt.matches(request.request(this.codes).code().value(), code)) {
				return error(FaroeError.INCORRECT_CODE);
			}
			// The user first, as in every transaction that changes a user: parallel ones
			// would otherwise wait for each other.
			return this.users.markEmailVerified(request.userId())
				.then(deleteUnlessReplaced(request))
				.filter((rows) -> rows > 0)
				.switchIfEmpty(error(FaroeError.NOT_ALLOWED))
				.as(this.transaction::transactional)
				.then(this.events.publishAfterCommit((time) -> new EmailVerifiedEvent(request.userId(), time)));
		});
	}

	private Mono<Integer> deleteUnlessReplaced(StoredEmailVerificationRequest request) {
		return Mono.defer(() -> this.requests.deleteUnexpired(request.userId(), request.code(), this.clock.instant()));
	}

	private static boolean isExhausted(Throwable ex) {
		return ex instanceof FaroeException faroe && faroe.error() == FaroeError.TOO_MANY_REQUESTS;
	}

	private Mono<StoredEmailVerificationRequest> findOrReject(String userId) {
		return find(userId)
			.switchIfEmpty(Mono.defer(() -> this.users.require(userId).then(error(FaroeError.NOT_ALLOWED))));
	}

	private Mono<StoredEmailVerificationRequest> find(String userId) {
		return Arguments.id(userId).flatMap((id) -> this.requests.findByUserId(id, this.clock.instant()));
	}

	private static <T> Mono<T> error(FaroeError error) {
		return Mono.error(() -> new FaroeException(error));
	}

}

package dev.faroe.emailverification;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.coderequest.CodeRequests;
import dev.faroe.coderequest.NewCodeRequest;
import dev.faroe.event.EmailVerifiedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.security.StoredCodes;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

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

	private final CodeRequests<StoredEmailVerificationRequest, EmailVerificationRepository> requests;

	private final StoredCodes codes;

	private final Accounts accounts;

	private final AccountChanges changes;

	private final Limits limits;

	private final TransactionalOperator transaction;

	private final FaroeEvents events;

	EmailVerificationService(CodeRequests<StoredEmailVerificationRequest, EmailVerificationRepository> requests,
			StoredCodes codes, Accounts accounts, AccountChanges changes, Limits limits,
			TransactionalOperator transaction, FaroeEvents events) {
		this.requests = requests;
		this.codes = codes;
		this.accounts = accounts;
		this.changes = changes;
		this.limits = limits;
		this.transaction = transaction;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * Create a request, in place of an earlier one of the user.
	 * @param userId the user's id
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND} or
	 * {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<EmailVerificationRequest> create(String userId) {
		return this.accounts.require(userId)
			.then(Mono.defer(() -> this.limits.verifyEmail().check(userId)))
			.then(Mono.defer(() -> this.limits.emailRequest().charge(userId)))
			.then(Mono.defer(() -> this.requests.begin(userId)))
			.delayUntil((request) -> this.requests.insert(store(request)))
			.map((request) -> new EmailVerificationRequest(userId, request.createdAt(), request.expiresAt(),
					request.code()));
	}

	/**
	 * Replaces the row or inserts one. Two requests that both find none to replace
	 * collide on the primary key: the later replaces the earlier then.
	 */
	private Mono<Integer> store(NewCodeRequest request) {
		String code = request.storedCode().value();
		return this.requests.rows()
			.replace(request.userId(), request.createdAt(), request.expiresAt(), code)
			.filter((rows) -> rows > 0)
			.switchIfEmpty(Mono.defer(() -> this.requests.rows()
				.insert(request.userId(), request.createdAt(), request.expiresAt(), code)))
			.retryWhen(Retry.max(MAX_RETRIES)
				.filter(DuplicateKeyException.class::isInstance)
				.onRetryExhaustedThrow((retry, last) -> last.failure()));
	}

	/**
	 * Find the request of a user.
	 * @param userId the user's id
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND} if the
	 * user does not exist or has none
	 */
	public Mono<EmailVerificationRequest> get(String userId) {
		return this.requests.get(userId).map((stored) -> stored.request(this.codes));
	}

	/**
	 * Delete the request of a user.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if the user does not exist or has none
	 */
	public Mono<Void> delete(String userId) {
		return this.requests.delete(userId);
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
		return verify(userId, code, Mono.empty());
	}

	/**
	 * As {@link #verify(String, String)}, for who does more in the same transaction.
	 * @param <T> what comes of it
	 * @param userId the user's id
	 * @param code the code that the user received
	 * @param rest what is done once the address is verified, while nobody else can change
	 * the user; its error takes everything back
	 * @return what comes of the rest, or an error signal as with
	 * {@link #verify(String, String)}
	 */
	public <T> Mono<T> verify(String userId, String code, Mono<T> rest) {
		return findOrReject(userId).flatMap((request) -> this.requests.verify(request, code))
			.flatMap((request) -> accept(request).then(rest).as(this.transaction::transactional));
	}

	private Mono<Void> accept(StoredEmailVerificationRequest request) {
		return this.accounts.lock(request.userId())
			.then(Mono.defer(() -> this.changes.markEmailVerified(request.userId())))
			.then(this.requests.consume(request))
			.switchIfEmpty(error(FaroeError.NOT_ALLOWED))
			.then(this.events.publishAfterCommit((time) -> new EmailVerifiedEvent(request.userId(), time)));
	}

	private Mono<StoredEmailVerificationRequest> findOrReject(String userId) {
		return this.requests.find(userId)
			.switchIfEmpty(Mono.defer(() -> this.accounts.require(userId).then(error(FaroeError.NOT_ALLOWED))));
	}

	private static <T> Mono<T> error(FaroeError error) {
		return Mono.error(() -> new FaroeException(error));
	}

}

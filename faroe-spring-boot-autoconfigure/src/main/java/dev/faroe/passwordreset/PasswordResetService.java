package dev.faroe.passwordreset;

import java.time.Duration;
import java.util.function.Function;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Account;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.client.ClientAddress;
import dev.faroe.coderequest.CodeRequests;
import dev.faroe.coderequest.NewCodeRequest;
import dev.faroe.event.PasswordResetEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.password.NewPasswords;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.Limits;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Lets users who have forgotten their password set a new one. A request is created with a
 * code, which the caller sends to the user's email address; who presents the code
 * verifies the request; and a verified request sets one new password. Failures are
 * signalled as {@link FaroeException}.
 */
public class PasswordResetService {

	/** How long a request lives. */
	public static final Duration LIFETIME = Duration.ofMinutes(10);

	private final CodeRequests<StoredPasswordResetRequest, PasswordResetRepository> requests;

	private final Accounts accounts;

	private final AccountChanges changes;

	private final NewPasswords newPasswords;

	private final Limits limits;

	private final TransactionalOperator transaction;

	private final FaroeEvents events;

	PasswordResetService(CodeRequests<StoredPasswordResetRequest, PasswordResetRepository> requests, Accounts accounts,
			AccountChanges changes, NewPasswords newPasswords, Limits limits, TransactionalOperator transaction,
			FaroeEvents events) {
		this.requests = requests;
		this.accounts = accounts;
		this.changes = changes;
		this.newPasswords = newPasswords;
		this.limits = limits;
		this.transaction = transaction;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * Create a request for a user. Earlier requests of the user stay.
	 * @param userId the user's id
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @return the request with its code, or an error signal with
	 * {@link FaroeError#NOT_FOUND}, {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE},
	 * also if the user's email address or password changed in the meantime
	 */
	public Mono<NewPasswordResetRequest> create(String userId, @Nullable String clientIp) {
		return create(userId, clientIp, Mono.defer(() -> this.requests.begin(userId)));
	}

	/**
	 * As {@link #create}, for who has told the id to somebody before it was known whether
	 * there is a user. The limits by address are left out.
	 * @param id an id that no request has, see
	 * {@link dev.faroe.security.TokenGenerator#id()}
	 * @param userId the user's id
	 * @return the request with its code, or an error signal as with {@link #create}
	 */
	public Mono<NewPasswordResetRequest> createWithId(String id, String userId) {
		return create(userId, null, Mono.defer(() -> this.requests.begin(id, userId)));
	}

	private Mono<NewPasswordResetRequest> create(String userId, @Nullable String clientIp,
			Mono<NewCodeRequest> beginning) {
		return this.accounts.basis(userId)
			.flatMap(
					(basis) -> this.newPasswords.chargeHashing(clientIp)
						.then(Mono
							.defer(() -> AttemptLimiter.countingSuccesses()
								.limit(this.limits.passwordReset(), userId)
								.limit(this.limits.passwordResetAddress(), ClientAddress.key(clientIp))
								.attempt((attempt) -> beginning.delayUntil((request) -> insert(request, basis))
									.map((request) -> new NewPasswordResetRequest(new PasswordResetRequest(request.id(),
											userId, request.createdAt(), request.expiresAt(), false),
											request.code()))))));
	}

	/**
	 * A change of the email address or the password removes the requests that it finds.
	 * One that was begun before and is inserted after it must not be there at all: the
	 * code would go to the former address, or was asked for with the former password.
	 */
	private Mono<Void> insert(NewCodeRequest request, String basis) {
		return this.accounts.requireUnchanged(request.userId(), basis)
			.then(Mono.defer(() -> this.requests.insert(this.requests.rows()
				.insert(request.id(), request.userId(), request.createdAt(), request.expiresAt(),
						request.storedCode().value()))))
			.as(this.transaction::transactional);
	}

	/**
	 * List the requests of a user that have not expired.
	 * @param userId the user's id
	 * @return the requests, oldest first, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Flux<PasswordResetRequest> list(String userId) {
		return this.requests.list(userId).map(StoredPasswordResetRequest::request);
	}

	/**
	 * Find a request.
	 * @param id the request's id
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND} if there
	 * is none or it has expired
	 */
	public Mono<PasswordResetRequest> get(String id) {
		return this.requests.get(id).map(StoredPasswordResetRequest::request);
	}

	/**
	 * Delete a request.
	 * @param id the request's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is none or it has expired
	 */
	public Mono<Void> delete(String id) {
		return this.requests.delete(id);
	}

	/**
	 * Delete all requests of a user.
	 * @param userId the user's id
	 * @return a completion signal, also if there were none, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Mono<Void> deleteAll(String userId) {
		return this.requests.deleteAll(userId);
	}

	/**
	 * Verify a request with the code that was sent to the user. Every attempt is counted
	 * in the database before the code is looked at, so that no more wrong codes are
	 * judged than allowed, however many arrive at once and at however many instances; the
	 * last of them deletes the request. A request can be verified more than once.
	 * @param id the request's id
	 * @param code the code, compared exactly
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#INVALID_DATA}, {@link FaroeError#INCORRECT_CODE},
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<Void> verifyEmail(String id, String code, @Nullable String clientIp) {
		return this.requests.get(id)
			.doOnNext((stored) -> Arguments.requireCode(code))
			.flatMap((stored) -> this.newPasswords.chargeHashing(clientIp)
				.then(Mono.defer(() -> this.requests.verify(stored, code))))
			.flatMap((stored) -> this.requests.rows().markVerified(stored.id(), this.requests.now()))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(error(FaroeError.NOT_FOUND))
			.then();
	}

	/**
	 * Set the password of the user whom a verified request belongs to, mark the user's
	 * email address as verified if there is one, and delete all password reset requests
	 * and email update requests of the user. Of simultaneous calls with one request, one
	 * succeeds.
	 * @param id the request's id
	 * @param password the new password, 8 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#INVALID_DATA}, {@link FaroeError#TOO_MANY_REQUESTS},
	 * {@link FaroeError#INVALID_REQUEST} if there is no such request, or it has expired
	 * or is not verified, {@link FaroeError#WEAK_PASSWORD}, after which the request can
	 * be used again, or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<Void> reset(String id, String password, @Nullable String clientIp) {
		return reset(id, password, clientIp, (former) -> Mono.empty());
	}

	/**
	 * As {@link #reset(String, String, String)}, for who does more in the same
	 * transaction.
	 * @param <T> what comes of it
	 * @param id the request's id
	 * @param password the new password, 8 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @param rest what is done once the password is set, while nobody else can change the
	 * user, from the user as before; its error takes everything back
	 * @return what comes of the rest, or an error signal as with
	 * {@link #reset(String, String, String)}
	 */
	public <T> Mono<T> reset(String id, String password, @Nullable String clientIp, Function<Account, Mono<T>> rest) {
		return Mono.defer(() -> {
			Arguments.requireCode(id);
			return this.newPasswords.admit(password, clientIp);
		})
			.then(Mono.defer(() -> findVerified(id)))
			.flatMap((request) -> this.newPasswords.hash(request.userId(), password)
				.flatMap((passwordHash) -> this.accounts.lock(request.userId())
					.onErrorMap(PasswordResetService::isMissing, (ex) -> new FaroeException(FaroeError.INVALID_REQUEST))
					.flatMap((former) -> reset(request, passwordHash).then(Mono.defer(() -> rest.apply(former))))
					.as(this.transaction::transactional)));
	}

	private Mono<StoredPasswordResetRequest> findVerified(String id) {
		return this.requests.find(id)
			.filter(StoredPasswordResetRequest::verified)
			.switchIfEmpty(error(FaroeError.INVALID_REQUEST));
	}

	private Mono<Void> reset(StoredPasswordResetRequest request, String passwordHash) {
		Mono<Void> entitlement = Mono
			.defer(() -> this.requests.rows().deleteVerified(request.id(), this.requests.now()))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(error(FaroeError.INVALID_REQUEST))
			.then();
		return this.changes.setPassword(request.userId(), passwordHash, entitlement)
			.then(Mono.defer(() -> this.changes.markEmailVerified(request.userId())))
			.then(this.events.publishAfterCommit((time) -> new PasswordResetEvent(request.userId(), time)));
	}

	private static boolean isMissing(Throwable ex) {
		return ex instanceof FaroeException failure && failure.error() == FaroeError.NOT_FOUND;
	}

	private static <T> Mono<T> error(FaroeError error) {
		return Mono.error(() -> new FaroeException(error));
	}

}

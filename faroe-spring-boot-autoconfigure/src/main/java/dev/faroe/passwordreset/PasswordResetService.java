package dev.faroe.passwordreset;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.FaroeEvents;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.event.PasswordResetEvent;
import dev.faroe.password.NewPasswords;
import dev.faroe.password.PasswordHasher;
import dev.faroe.password.PasswordHasher.Comparison;
import dev.faroe.password.PasswordService;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.ratelimit.AttemptCounter;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.ClientAddress;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;
import dev.faroe.security.Secret;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.SeparateConnection;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.util.Assert;

/**
 * Lets users who have forgotten their password set a new one. A request is created with a
 * code, which the caller sends to the user's email address; who presents the code
 * verifies the request; and a verified request sets one new password. Failures are
 * signalled as {@link FaroeException}.
 */
public class PasswordResetService {

	/** How long a request lives. */
	public static final Duration LIFETIME = Duration.ofMinutes(10);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final PasswordResetRepository requests;

	private final UserService users;

	private final PasswordService passwords;

	private final NewPasswords newPasswords;

	private final PasswordHasher codeHasher;

	private final RateLimiter rateLimiter;

	private final RateLimit userLimit;

	private final RateLimit addressLimit;

	private final int maxAttempts;

	private final TokenGenerator tokens;

	private final TransactionalOperator transaction;

	private final SeparateConnection separately;

	private final Clock clock;

	private final FaroeEvents events;

	/**
	 * Create a service.
	 * @param requests the requests
	 * @param users the users
	 * @param passwords what sets passwords
	 * @param newPasswords what hashes passwords
	 * @param codeHasher what hashes codes, always with Argon2id
	 * @param rateLimiter what counts
	 * @param limits the limits
	 * @param maxAttempts the number of wrong codes that delete a request, at least 1
	 * @param tokens what generates ids and codes
	 * @param transaction what runs statements in one transaction
	 * @param separately what runs statements that count attempts
	 * @param clock what tells the time
	 * @param events what hears of what happens
	 */
	public PasswordResetService(PasswordResetRepository requests, UserService users, PasswordService passwords,
			NewPasswords newPasswords, PasswordHasher codeHasher, RateLimiter rateLimiter, RateLimits limits,
			int maxAttempts, TokenGenerator tokens, TransactionalOperator transaction, SeparateConnection separately,
			Clock clock, FaroeEvents events) {
		Assert.isTrue(maxAttempts > 0, "maxAttempts must be positive");
		this.requests = requests;
		this.users = users;
		this.passwords = passwords;
		this.newPasswords = newPasswords;
		this.codeHasher = codeHasher;
		this.rateLimiter = rateLimiter;
		// Two names: what a caller claims to be an address could be the id of a user.
		this.userLimit = limits.passwordReset();
		this.addressLimit = new RateLimit(this.userLimit.name() + "-address", this.userLimit.kind(),
				this.userLimit.capacity(), this.userLimit.period());
		this.maxAttempts = maxAttempts;
		this.tokens = tokens;
		this.transaction = transaction;
		this.separately = separately;
		this.clock = clock;
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
		return findAccount(userId).flatMap((account) -> this.newPasswords.chargeHashing(clientIp)
			.then(Mono.defer(() -> AttemptLimiter.countingSuccesses(this.rateLimiter)
				.limit(this.userLimit, userId)
				.limit(this.addressLimit, ClientAddress.key(clientIp))
				.attempt((attempt) -> insert(userId, account)))));
	}

	private Mono<String> findAccount(String userId) {
		return Arguments.id(userId).flatMap(this.requests::findAccount).switchIfEmpty(error(FaroeError.NOT_FOUND));
	}

	private Mono<NewPasswordResetRequest> insert(String userId, String account) {
		String code = this.tokens.code();
		return this.codeHasher.hash(code).flatMap((codeHash) -> {
			Instant createdAt = now();
			PasswordResetRequest request = new PasswordResetRequest(this.tokens.id(), userId, createdAt,
					createdAt.plus(LIFETIME), false);
			return lockAccount(userId, account)
				.then(this.requests.insert(request.id(), userId, request.createdAt(), request.expiresAt(), codeHash))
				.as(this.transaction::transactional)
				.thenReturn(new NewPasswordResetRequest(request, Secret.of(code)));
		});
	}

	/**
	 * A change of the email address or the password removes the requests that it finds.
	 * One that was begun before and is inserted after it must not be there at all: the
	 * code would go to the former address, or was asked for with the former password.
	 */
	private Mono<String> lockAccount(String userId, String account) {
		return this.requests.lockUnchangedAccount(userId, account)
			.switchIfEmpty(Mono.defer(() -> this.users.require(userId)
				.then(Mono.error(() -> new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER)))));
	}

	/**
	 * List the requests of a user that have not expired.
	 * @param userId the user's id
	 * @return the requests, oldest first, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Flux<PasswordResetRequest> list(String userId) {
		return this.users.require(userId)
			.thenMany(Flux.defer(() -> this.requests.findByUserId(userId, now())))
			.map(StoredPasswordResetRequest::request);
	}

	/**
	 * Find a request.
	 * @param id the request's id
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND} if there
	 * is none or it has expired
	 */
	public Mono<PasswordResetRequest> get(String id) {
		return find(id).map(StoredPasswordResetRequest::request).switchIfEmpty(error(FaroeError.NOT_FOUND));
	}

	/**
	 * Delete a request.
	 * @param id the request's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is none or it has expired
	 */
	public Mono<Void> delete(String id) {
		return Arguments.id(id)
			.flatMap((requestId) -> this.requests.deleteById(requestId, now()))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(error(FaroeError.NOT_FOUND))
			.then();
	}

	/**
	 * Delete all requests of a user.
	 * @param userId the user's id
	 * @return a completion signal, also if there were none, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Mono<Void> deleteAll(String userId) {
		return this.users.require(userId).then(Mono.defer(() -> this.requests.deleteByUserId(userId))).then();
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
		return find(id).switchIfEmpty(error(FaroeError.NOT_FOUND))
			.doOnNext((stored) -> Arguments.requireCode(code))
			.flatMap((stored) -> this.newPasswords.chargeHashing(clientIp)
				.then(Mono.defer(() -> AttemptLimiter.countingFailures(this.rateLimiter)
					.count(new Attempts(stored.request()))
					.attempt((attempt) -> compare(attempt, stored, code))))
				.then(Mono.defer(() -> accept(stored.request()))));
	}

	private Mono<Comparison> compare(Attempt attempt, StoredPasswordResetRequest request, String code) {
		return this.codeHasher.compare(attempt, code, request.codeHash())
			.flatMap((comparison) -> (comparison == Comparison.DIFFERENT) ? error(FaroeError.INCORRECT_CODE)
					: Mono.just(comparison));
	}

	/**
	 * The attempts of a request never come back: they go with the request.
	 */
	private <T> Mono<T> tooManyRequests(PasswordResetRequest request) {
		return Mono
			.<T>error(() -> new FaroeException(FaroeError.TOO_MANY_REQUESTS,
					Duration.between(this.clock.instant(), request.expiresAt())))
			.doOnError((ex) -> this.events.publishNow((time) -> LockedOutEvent.ofRequest(request.userId(), time)));
	}

	private Mono<Void> accept(PasswordResetRequest request) {
		return this.requests.verify(request.id(), now())
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
		return Mono.defer(() -> {
			Arguments.requireCode(id);
			return this.newPasswords.admit(password, clientIp);
		})
			.then(Mono.defer(() -> findVerified(id)))
			.flatMap((request) -> this.newPasswords.hash(password)
				.flatMap((passwordHash) -> reset(request, passwordHash).as(this.transaction::transactional))
				.then(this.events.publishAfterCommit((time) -> new PasswordResetEvent(request.userId(), time))));
	}

	private Mono<PasswordResetRequest> findVerified(String id) {
		return find(id).filter(StoredPasswordResetRequest::verified)
			.map(StoredPasswordResetRequest::request)
			.switchIfEmpty(error(FaroeError.INVALID_REQUEST));
	}

	/**
	 * The user's row comes first, as in everything else that changes a user and deletes
	 * requests: in two orders, two transactions could wait for each other. If the request
	 * turns out to be gone, the error takes the new password back.
	 */
	private Mono<Void> reset(PasswordResetRequest request, String passwordHash) {
		return this.passwords.set(request.userId(), passwordHash)
			.then(Mono.defer(() -> this.users.markEmailVerified(request.userId())))
			.then(Mono.defer(() -> this.requests.deleteVerified(request.id(), now())))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(error(FaroeError.INVALID_REQUEST))
			.then(Mono.defer(() -> this.requests.deleteByUserId(request.userId())))
			.then(Mono.defer(() -> this.passwords.discardEmailUpdateRequests(request.userId())));
	}

	private Mono<StoredPasswordResetRequest> find(String id) {
		return Arguments.id(id).flatMap((requestId) -> this.requests.findById(requestId, now()));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	private static <T> Mono<T> error(FaroeError error) {
		return Mono.error(() -> new FaroeException(error));
	}

	/**
	 * Counts the attempts at the code of a request in its row, whatever becomes of a
	 * transaction of the caller. The charge of a right code comes back before anything is
	 * done with it, while the transaction has not locked the row.
	 */
	private final class Attempts implements AttemptCounter {

		private final PasswordResetRequest request;

		Attempts(PasswordResetRequest request) {
			this.request = request;
		}

		@Override
		public Mono<Void> charge() {
			PasswordResetService service = PasswordResetService.this;
			return service.separately
				.run(Mono
					.defer(() -> service.requests.chargeAttempt(this.request.id(), service.maxAttempts, service.now())))
				.filter((rows) -> rows > 0)
				.switchIfEmpty(Mono.defer(this::refuse))
				.then();
		}

		private <T> Mono<T> refuse() {
			PasswordResetService service = PasswordResetService.this;
			String id = this.request.id();
			return service.separately.run(service.requests.findById(id, service.now()))
				.hasElement()
				.flatMap((visible) -> visible ? tooManyRequests(this.request)
						: get(id).then(SeparateConnection.notCommitted()));
		}

		@Override
		public Mono<Void> giveBack() {
			PasswordResetService service = PasswordResetService.this;
			return service.separately.run(service.requests.giveBackAttempt(this.request.id())).then();
		}

		@Override
		public Mono<Void> fail() {
			PasswordResetService service = PasswordResetService.this;
			return service.separately
				.run(service.requests.recordFailure(this.request.id())
					.then(service.requests.deleteFailed(this.request.id(), service.maxAttempts)))
				.then();
		}

	}

}

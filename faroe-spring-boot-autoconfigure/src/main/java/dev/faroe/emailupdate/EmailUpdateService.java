package dev.faroe.emailupdate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.event.EmailChangedEvent;
import dev.faroe.event.FaroeEvents;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.password.PasswordService;
import dev.faroe.ratelimit.AttemptCounter;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.Secret;
import dev.faroe.security.StoredCodes;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.SeparateConnection;
import dev.faroe.user.EmailAddress;
import dev.faroe.user.UserService;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.util.Assert;

/**
 * Changes users' email addresses, with codes that the application sends to the new ones.
 * Failures are signalled as {@link FaroeException}, except for a stored code that cannot
 * be decrypted: that is a {@link dev.faroe.security.DecryptionException}.
 */
public class EmailUpdateService {

	/**
	 * How long a request lives.
	 */
	public static final Duration LIFETIME = Duration.ofMinutes(10);

	private final EmailUpdateRepository requests;

	private final UserService users;

	private final PasswordService passwords;

	private final EmailVerificationService verifications;

	private final StoredCodes codes;

	private final RateLimiter rateLimiter;

	private final RateLimits limits;

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
	 * @param passwords what removes password reset requests
	 * @param verifications what removes email verification requests
	 * @param encryption what encrypts the codes
	 * @param rateLimiter what counts requests
	 * @param limits the limits
	 * @param maxAttempts the number of wrong codes that remove a request, at least 1
	 * @param tokens what generates ids and codes
	 * @param transaction what runs statements in one transaction
	 * @param separately what runs statements that count attempts
	 * @param clock what tells the time
	 * @param events what hears of what happens
	 */
	public EmailUpdateService(EmailUpdateRepository requests, UserService users, PasswordService passwords,
			EmailVerificationService verifications, EncryptionAtRest encryption, RateLimiter rateLimiter,
			RateLimits limits, int maxAttempts, TokenGenerator tokens, TransactionalOperator transaction,
			SeparateConnection separately, Clock clock, FaroeEvents events) {
		Assert.isTrue(maxAttempts > 0, "maxAttempts must be positive");
		this.requests = requests;
		this.users = users;
		this.passwords = passwords;
		this.verifications = verifications;
		this.codes = StoredCodes.ofEmailUpdate(encryption);
		this.rateLimiter = rateLimiter;
		this.limits = limits;
		this.maxAttempts = maxAttempts;
		this.tokens = tokens;
		this.transaction = transaction;
		this.separately = separately;
		this.clock = clock;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * Create a request.
	 * @param userId the user's id
	 * @param email the new email address
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#INVALID_DATA}, {@link FaroeError#TOO_MANY_REQUESTS} or
	 * {@link FaroeError#EMAIL_ALREADY_USED} if a user, be it this one, has the address
	 */
	public Mono<EmailUpdateRequest> create(String userId, String email) {
		return this.users.require(userId).then(Mono.defer(() -> {
			String address = EmailAddress.normalize(email);
			return this.rateLimiter.charge(this.limits.emailRequest(), userId)
				.then(this.users.requireUnusedEmail(address))
				.then(Mono.defer(() -> insert(newRequest(userId, address))));
		}));
	}

	private EmailUpdateRequest newRequest(String userId, String email) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		return new EmailUpdateRequest(this.tokens.id(), userId, now, now.plus(LIFETIME), email,
				Secret.of(this.tokens.code()));
	}

	private Mono<EmailUpdateRequest> insert(EmailUpdateRequest request) {
		return this.requests
			.insert(request.id(), request.userId(), request.createdAt(), request.expiresAt(), request.email(),
					this.codes.encrypt(request.code(), request.id()))
			// The user was there a moment ago.
			.onErrorMap(DataIntegrityViolationException.class, (ex) -> new FaroeException(FaroeError.NOT_FOUND))
			.thenReturn(request);
	}

	/**
	 * List the requests of a user.
	 * @param userId the user's id
	 * @return the requests, the oldest first, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Flux<EmailUpdateRequest> list(String userId) {
		return Arguments.id(userId)
			.flatMapMany((id) -> this.requests.findAllByUserId(id, this.clock.instant()))
			.map((stored) -> stored.request(this.codes))
			.switchIfEmpty(this.users.require(userId).thenMany(Flux.empty()));
	}

	/**
	 * Delete the requests of a user.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user
	 */
	public Mono<Void> deleteAll(String userId) {
		return Arguments.id(userId)
			.flatMap((id) -> this.requests.lockUser(id)
				.then(this.requests.deleteAllByUserId(id))
				.as(this.transaction::transactional))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(this.users.require(userId).then(Mono.empty()))
			.then();
	}

	/**
	 * Find a request.
	 * @param requestId the request's id
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<EmailUpdateRequest> get(String requestId) {
		return find(requestId).switchIfEmpty(error(FaroeError.NOT_FOUND));
	}

	/**
	 * Delete a request.
	 * @param requestId the request's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> delete(String requestId) {
		return Arguments.id(requestId)
			.flatMap((id) -> this.requests.deleteUnexpired(id, this.clock.instant()))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(error(FaroeError.NOT_FOUND))
			.then();
	}

	/**
	 * Give a user the email address of a request, and remove what the change makes void:
	 * this and all other requests for the address, and the user's password reset requests
	 * and email verification request, whose codes were sent to the old address.
	 * <p>
	 * The wrong code that is one too many removes the request.
	 * @param requestId the request's id
	 * @param code the code that was sent to the new address
	 * @return the email address, which is verified now, or an error signal with
	 * {@link FaroeError#INVALID_REQUEST}, {@link FaroeError#INCORRECT_CODE},
	 * {@link FaroeError#EMAIL_ALREADY_USED} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<String> verifyNewEmail(String requestId, String code) {
		return Mono.defer(() -> {
			Arguments.requireCode(code);
			return findToVerify(Arguments.requireCode(requestId));
		})
			.flatMap((request) -> AttemptLimiter.countingFailures(this.rateLimiter)
				.count(new Attempts(request))
				.attempt((attempt) -> attempt.matches(request.code().value(), code) ? Mono.just(request)
						: error(FaroeError.INCORRECT_CODE)))
			.flatMap(this::update);
	}

	/**
	 * The attempts of a request never come back; the request goes.
	 */
	private <T> Mono<T> tooManyRequests(EmailUpdateRequest request) {
		return Mono
			.<T>error(() -> new FaroeException(FaroeError.TOO_MANY_REQUESTS,
					Duration.between(this.clock.instant(), request.expiresAt())))
			.doOnError((ex) -> this.events.publishNow((time) -> LockedOutEvent.ofRequest(request.userId(), time)));
	}

	/**
	 * The user comes first, as in every transaction that changes a user: parallel ones
	 * would otherwise wait for each other. For the same reason the requests of others
	 * come after the unique index on addresses has let one transaction through.
	 */
	private Mono<String> update(EmailUpdateRequest request) {
		return this.users.updateEmail(request.userId(), request.email())
			.delayUntil((former) -> discardVoided(request))
			.as(this.transaction::transactional)
			.onErrorMap(EmailUpdateService::isMissingUser, (ex) -> new FaroeException(FaroeError.INVALID_REQUEST))
			.delayUntil((former) -> this.events.publishAfterCommit(
					(time) -> new EmailChangedEvent(request.userId(), former.email(), request.email(), time)))
			.thenReturn(request.email());
	}

	private Mono<Void> discardVoided(EmailUpdateRequest request) {
		return this.requests.deleteUnexpired(request.id(), this.clock.instant())
			.filter((rows) -> rows > 0)
			.switchIfEmpty(error(FaroeError.INVALID_REQUEST))
			.then(this.requests.deleteAllByEmail(request.email()))
			.then(this.passwords.discardPasswordResetRequests(request.userId()))
			.then(this.verifications.discard(request.userId()));
	}

	private static boolean isMissingUser(Throwable ex) {
		return ex instanceof FaroeException faroe && faroe.error() == FaroeError.NOT_FOUND;
	}

	private Mono<EmailUpdateRequest> findToVerify(String requestId) {
		return find(requestId).switchIfEmpty(error(FaroeError.INVALID_REQUEST));
	}

	private Mono<EmailUpdateRequest> find(String requestId) {
		return Arguments.id(requestId)
			.flatMap((id) -> this.requests.findById(id, this.clock.instant()))
			.map((stored) -> stored.request(this.codes));
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

		private final EmailUpdateRequest request;

		Attempts(EmailUpdateRequest request) {
			this.request = request;
		}

		@Override
		public Mono<Void> charge() {
			EmailUpdateService service = EmailUpdateService.this;
			return service.separately
				.run(Mono.defer(() -> service.requests.chargeAttempt(this.request.id(), service.maxAttempts,
						service.clock.instant())))
				.filter((rows) -> rows > 0)
				.switchIfEmpty(Mono.defer(this::refuse))
				.then();
		}

		private <T> Mono<T> refuse() {
			EmailUpdateService service = EmailUpdateService.this;
			String id = this.request.id();
			return service.separately.run(service.requests.findById(id, service.clock.instant()))
				.hasElement()
				.flatMap((visible) -> visible ? tooManyRequests(this.request)
						: findToVerify(id).then(SeparateConnection.notCommitted()));
		}

		@Override
		public Mono<Void> giveBack() {
			EmailUpdateService service = EmailUpdateService.this;
			return service.separately.run(service.requests.giveBackAttempt(this.request.id())).then();
		}

		@Override
		public Mono<Void> fail() {
			EmailUpdateService service = EmailUpdateService.this;
			return service.separately
				.run(service.requests.countFailure(this.request.id())
					.then(service.requests.deleteExhausted(this.request.id(), service.maxAttempts)))
				.then();
		}

	}

}

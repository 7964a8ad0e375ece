package dev.faroe.emailupdate;

import java.time.Duration;
import java.util.function.Function;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.coderequest.CodeRequests;
import dev.faroe.coderequest.NewCodeRequest;
import dev.faroe.event.EmailChangedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.security.StoredCodes;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

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

	private final CodeRequests<StoredEmailUpdateRequest, EmailUpdateRepository> requests;

	private final StoredCodes codes;

	private final Accounts accounts;

	private final AccountChanges changes;

	private final Limits limits;

	private final TransactionalOperator transaction;

	private final FaroeEvents events;

	EmailUpdateService(CodeRequests<StoredEmailUpdateRequest, EmailUpdateRepository> requests, StoredCodes codes,
			Accounts accounts, AccountChanges changes, Limits limits, TransactionalOperator transaction,
			FaroeEvents events) {
		this.requests = requests;
		this.codes = codes;
		this.accounts = accounts;
		this.changes = changes;
		this.limits = limits;
		this.transaction = transaction;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * Create a request.
	 * @param userId the user's id
	 * @param email the new email address
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#NOT_ALLOWED} if the user is disabled,
	 * {@link FaroeError#INVALID_DATA}, {@link FaroeError#TOO_MANY_REQUESTS},
	 * {@link FaroeError#EMAIL_ALREADY_USED} if a user, be it this one, has the address,
	 * or {@link FaroeError#SERVICE_UNAVAILABLE}, also if the user's email address or
	 * password changed in the meantime
	 */
	public Mono<EmailUpdateRequest> create(String userId, String email) {
		return create(userId, email, Mono.defer(() -> this.requests.begin(userId)));
	}

	/**
	 * As {@link #create}, for who has told the id to somebody before it was known whether
	 * the address is free.
	 * @param id an id that no request has, see
	 * {@link dev.faroe.security.TokenGenerator#id()}
	 * @param userId the user's id
	 * @param email the new email address
	 * @return the request, or an error signal as with {@link #create}
	 */
	public Mono<EmailUpdateRequest> createWithId(String id, String userId, String email) {
		return create(userId, email, Mono.defer(() -> this.requests.begin(id, userId)));
	}

	private Mono<EmailUpdateRequest> create(String userId, String email, Mono<NewCodeRequest> beginning) {
		return this.accounts.basis(userId).flatMap((basis) -> {
			EmailAddress address = EmailAddress.of(email);
			return this.limits.emailRequest()
				.charge(userId)
				.then(this.accounts.requireUnused(address))
				.then(beginning)
				.delayUntil((request) -> this.accounts.requireUnchanged(userId, basis)
					.then(this.requests.insert(Mono.defer(() -> insert(request, address))))
					.as(this.transaction::transactional))
				.map((request) -> new EmailUpdateRequest(request.id(), userId, request.createdAt(), request.expiresAt(),
						address.value(), request.code()));
		});
	}

	private Mono<Integer> insert(NewCodeRequest request, EmailAddress address) {
		return this.requests.rows()
			.insert(request.id(), request.userId(), request.createdAt(), request.expiresAt(), address.value(),
					request.storedCode().value());
	}

	/**
	 * List the requests of a user.
	 * @param userId the user's id
	 * @return the requests, the oldest first, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Flux<EmailUpdateRequest> list(String userId) {
		return this.requests.list(userId).map((stored) -> stored.request(this.codes));
	}

	/**
	 * Delete the requests of a user.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user
	 */
	public Mono<Void> deleteAll(String userId) {
		return this.requests.deleteAll(userId);
	}

	/**
	 * Find a request.
	 * @param requestId the request's id
	 * @return the request, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<EmailUpdateRequest> get(String requestId) {
		return this.requests.get(requestId).map((stored) -> stored.request(this.codes));
	}

	/**
	 * Delete a request.
	 * @param requestId the request's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> delete(String requestId) {
		return this.requests.delete(requestId);
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
	 * {@link FaroeError#INVALID_REQUEST}, also if the user is disabled,
	 * {@link FaroeError#INCORRECT_CODE}, {@link FaroeError#EMAIL_ALREADY_USED} or
	 * {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<String> verifyNewEmail(String requestId, String code) {
		return verifyNewEmail(requestId, code, Mono::just);
	}

	/**
	 * As {@link #verifyNewEmail(String, String)}, for who does more in the same
	 * transaction.
	 * @param <T> what comes of it
	 * @param requestId the request's id
	 * @param code the code that was sent to the new address
	 * @param rest what is done once the user has the new address, while nobody else can
	 * change the user, from that address; its error takes everything back
	 * @return what comes of the rest, or an error signal as with
	 * {@link #verifyNewEmail(String, String)}
	 */
	public <T> Mono<T> verifyNewEmail(String requestId, String code, Function<String, Mono<T>> rest) {
		return Mono.defer(() -> {
			Arguments.requireCode(code);
			return this.requests.find(Arguments.requireCode(requestId));
		})
			.switchIfEmpty(error(FaroeError.INVALID_REQUEST))
			.flatMap((request) -> this.requests.verify(request, code))
			.flatMap((request) -> update(request).then(Mono.defer(() -> rest.apply(request.email())))
				.as(this.transaction::transactional))
			.onErrorMap(EmailUpdateService::isMissing, (ex) -> new FaroeException(FaroeError.INVALID_REQUEST));
	}

	/**
	 * The requests of others come after the unique index on addresses has let one
	 * transaction through: parallel ones would otherwise wait for each other.
	 */
	private Mono<Void> update(StoredEmailUpdateRequest request) {
		String userId = request.userId();
		return Mono.defer(() -> this.changes.replaceEmail(userId, EmailAddress.of(request.email())))
			.filter((former) -> !former.disabled())
			.switchIfEmpty(error(FaroeError.INVALID_REQUEST))
			.delayUntil((former) -> this.requests.consume(request).switchIfEmpty(error(FaroeError.INVALID_REQUEST)))
			.delayUntil((former) -> this.requests.rows().deleteByEmail(request.email()))
			.flatMap((former) -> this.events
				.publishAfterCommit((time) -> new EmailChangedEvent(userId, former.email(), request.email(), time)));
	}

	/**
	 * The user or the request has gone meanwhile.
	 */
	private static boolean isMissing(Throwable ex) {
		return ex instanceof FaroeException faroe && faroe.error() == FaroeError.NOT_FOUND;
	}

	private static <T> Mono<T> error(FaroeError error) {
		return Mono.error(() -> new FaroeException(error));
	}

}

package dev.faroe.logincode;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.coderequest.CodeRequests;
import dev.faroe.coderequest.NewCodeRequest;
import dev.faroe.event.LogInByEmailedCodeEvent;
import dev.faroe.event.publishing.FaroeEvents;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Log-in requests: whoever has the code that was sent to the user's email address has
 * proved to own it, as often as a password would have been. Only a hash of the code is
 * stored; it is accepted once, and not after a change of the password or the address.
 */
public class LogInCodeService {

	/** How long a request lives. */
	public static final Duration LIFETIME = Duration.ofMinutes(10);

	private final CodeRequests<StoredLogInRequest, LogInRequestRepository> requests;

	private final Accounts accounts;

	private final TransactionalOperator transaction;

	private final FaroeEvents events;

	LogInCodeService(CodeRequests<StoredLogInRequest, LogInRequestRepository> requests, Accounts accounts,
			TransactionalOperator transaction, FaroeEvents events) {
		this.requests = requests;
		this.accounts = accounts;
		this.transaction = transaction;
		this.events = events;
	}

	/**
	 * Create a request. A change of the user's password or email address that commits
	 * first leaves no request behind.
	 * @param id an id that no request has, see
	 * {@link dev.faroe.security.TokenGenerator#id()}
	 * @param userId the user's id
	 * @return the request with its code, nothing if the user has changed meanwhile, or an
	 * error signal with {@link FaroeError#NOT_FOUND}, {@link FaroeError#NOT_ALLOWED} if
	 * the user is disabled, or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<NewCodeRequest> create(String id, String userId) {
		return this.accounts.basis(userId)
			.flatMap((basis) -> this.requests.begin(id, userId)
				.flatMap((request) -> this.accounts.lockUnchanged(userId, basis)
					.flatMap((account) -> this.requests.insert(insert(request)).thenReturn(request))
					.as(this.transaction::transactional)));
	}

	/**
	 * Return when a request expires that is created now.
	 * @return the time
	 */
	public Instant expiryOfNew() {
		return this.requests.now().plus(LIFETIME);
	}

	private Mono<Integer> insert(NewCodeRequest request) {
		return Mono.defer(() -> this.requests.rows()
			.insert(request.id(), request.userId(), request.createdAt(), request.expiresAt(),
					request.storedCode().value()));
	}

	/**
	 * Judge a code, and use the request up if it is right. Of simultaneous calls with the
	 * right code, one succeeds.
	 * @param id the request's id
	 * @param code the code
	 * @param read what is read of the user with an id, in the same transaction while
	 * nobody else can change the user: what is read afterwards could be the user after a
	 * change that the code has not proved anything about
	 * @param <T> what is read
	 * @return what was read, or an error signal with {@link FaroeError#NOT_FOUND} if
	 * there is no such request or it has expired, {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#INCORRECT_CODE}, {@link FaroeError#TOO_MANY_REQUESTS} or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public <T> Mono<T> verify(String id, String code, Function<String, Mono<T>> read) {
		return this.requests.get(id)
			.flatMap((request) -> this.requests.verify(request, code))
			.flatMap((request) -> this.accounts.lock(request.userId())
				.then(this.requests.consume(request))
				.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))
				.flatMap((consumed) -> read.apply(consumed.userId())
					.delayUntil((user) -> this.events
						.publishAfterCommit((time) -> new LogInByEmailedCodeEvent(consumed.userId(), time))))
				.as(this.transaction::transactional));
	}

}

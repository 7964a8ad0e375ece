package dev.faroe.user;

import java.util.List;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.event.UserDeletedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.password.PasswordService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Creates, finds, lists, authenticates and deletes users. Failures are signalled as
 * {@link FaroeException}.
 */
public class UserService {

	private final UserRepository users;

	private final Accounts accounts;

	private final NewUsers newUsers;

	private final UserImporter importer;

	private final PasswordService passwords;

	private final RecoveryCodes recoveryCodes;

	private final int maxPerPage;

	private final FaroeEvents events;

	UserService(UserRepository users, Accounts accounts, NewUsers newUsers, UserImporter importer,
			PasswordService passwords, RecoveryCodes recoveryCodes, int maxPerPage, FaroeEvents events) {
		this.users = users;
		this.accounts = accounts;
		this.newUsers = newUsers;
		this.importer = importer;
		this.passwords = passwords;
		this.recoveryCodes = recoveryCodes;
		this.maxPerPage = maxPerPage;
		this.events = events;
	}

	/**
	 * Create a user.
	 * @param email the email address, or {@code null} for a user without one
	 * @param password the password, 8 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @return the user, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#TOO_MANY_REQUESTS}, {@link FaroeError#EMAIL_ALREADY_USED},
	 * {@link FaroeError#WEAK_PASSWORD} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<User> create(@Nullable String email, String password, @Nullable String clientIp) {
		return this.newUsers.create(email, password, clientIp);
	}

	/**
	 * Import a user of another system, with the password hash that the user has there: no
	 * password is judged, no limit charged and no email address required. The next
	 * successful log-in replaces the hash by one of this system.
	 * @param user the user
	 * @return the user, or an error signal with {@link FaroeError#INVALID_DATA}, also if
	 * there is a user with the id, or {@link FaroeError#EMAIL_ALREADY_USED}
	 */
	public Mono<User> importUser(ImportedUser user) {
		return Mono.defer(() -> this.importer.importOne(Arguments.requirePresent(user)));
	}

	/**
	 * Import many users of another system, as {@link #importUser} does with one. Users
	 * whose id is taken are left alone, so that an import can be repeated. A user who is
	 * refused is not in the way of the others. Not for a transaction of the caller, which
	 * some databases would not let go on.
	 * @param users the users, at most 1,000
	 * @return what became of each, in the same order
	 */
	public Mono<List<ImportOutcome>> importUsers(List<ImportedUser> users) {
		return Mono.defer(() -> this.importer.importAll(Arguments.requirePresent(users)));
	}

	/**
	 * Find the user whose email address and password these are.
	 * @param email the email address
	 * @param password the password, 1 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @return the user, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#USER_NOT_EXISTS}, {@link FaroeError#INCORRECT_PASSWORD},
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<User> authenticate(String email, String password, @Nullable String clientIp) {
		return Mono
			.defer(() -> this.passwords.authenticate(EmailAddress.of(email), password, clientIp, this::findUnchanged));
	}

	/**
	 * As {@link #authenticate}, but an unknown email address is never told from a wrong
	 * password, whatever the settings: both are the same error after the same work.
	 * @param email the email address
	 * @param password the password, 1 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @return the user, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#INCORRECT_PASSWORD}, {@link FaroeError#TOO_MANY_REQUESTS} or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<User> authenticateDiscreetly(String email, String password, @Nullable String clientIp) {
		return Mono.defer(() -> this.passwords.authenticateDiscreetly(EmailAddress.of(email), password, clientIp, false,
				this::findUnchanged));
	}

	/**
	 * As {@link #authenticateDiscreetly}, but only for users who have proved to own the
	 * email address: for others, no password is right. Whoever can sign up with any
	 * address could otherwise find out by logging in whether there was an account.
	 * @param email the email address
	 * @param password the password, 1 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @return the user, or an error signal as with {@link #authenticateDiscreetly}
	 */
	public Mono<User> authenticateVerified(String email, String password, @Nullable String clientIp) {
		return Mono.defer(() -> this.passwords.authenticateDiscreetly(EmailAddress.of(email), password, clientIp, true,
				this::findUnchanged));
	}

	private Mono<User> findUnchanged(String id, String passwordHash) {
		return this.users.findByIdAndPasswordHash(id, passwordHash)
			.delayUntil(this.recoveryCodes::upgrade)
			.map(this.recoveryCodes::user);
	}

	/**
	 * Find the user with an email address.
	 * @param email the email address, in upper or lower case
	 * @return the user, or an error signal with {@link FaroeError#INVALID_DATA} or
	 * {@link FaroeError#USER_NOT_EXISTS}
	 */
	public Mono<User> getByEmail(String email) {
		return Mono.defer(() -> this.users.findByEmail(EmailAddress.of(email)))
			.map(this.recoveryCodes::user)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.USER_NOT_EXISTS)));
	}

	/**
	 * Find a user.
	 * @param id the user's id
	 * @return the user, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<User> get(String id) {
		return Arguments.id(id).flatMap(this.users::findById).map(this.recoveryCodes::user).switchIfEmpty(notFound());
	}

	/**
	 * Require that a user exists.
	 * @param id the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> require(String id) {
		return this.accounts.require(id);
	}

	/**
	 * List users.
	 * @param query which users, in which order
	 * @return one page of the users; no more on it than the configured greatest number
	 */
	public Mono<UserPage> list(UserQuery query) {
		return Mono.fromCallable(() -> cap(Arguments.requirePresent(query)))
			.flatMap((capped) -> this.users.findPage(capped)
				.map(this.recoveryCodes::user)
				.collectList()
				.zipWhen((page) -> this.users.count(capped.emailQuery()))
				.map((pageAndTotal) -> new UserPage(pageAndTotal.getT1(), pageAndTotal.getT2(), capped.perPage())));
	}

	private UserQuery cap(UserQuery query) {
		int perPage = Math.min(query.perPage(), this.maxPerPage);
		return new UserQuery(query.sortBy(), query.sortOrder(), perPage, query.page(), query.emailQuery());
	}

	/**
	 * Delete a user with everything that belongs to the user.
	 * @param id the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> delete(String id) {
		return Arguments.id(id)
			.flatMap(this.users::deleteById)
			.filter((rows) -> rows > 0)
			.switchIfEmpty(notFound())
			.then(Mono.defer(() -> this.events.publishAfterCommit((time) -> new UserDeletedEvent(id, time))))
			// Last: it may wait, and who waits for the answer may go away.
			.then(Mono.defer(() -> this.accounts.reportEndOfSessions(id)));
	}

	private static <T> Mono<T> notFound() {
		return Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND));
	}

}

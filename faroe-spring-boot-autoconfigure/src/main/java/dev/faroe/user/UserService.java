package dev.faroe.user;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.event.FaroeEvents;
import dev.faroe.event.UserCreatedEvent;
import dev.faroe.event.UserDeletedEvent;
import dev.faroe.password.NewPasswords;
import dev.faroe.password.PasswordService;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.Secret;
import dev.faroe.security.StoredCodes;
import dev.faroe.security.TokenGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;

/**
 * Creates, finds, lists, authenticates and deletes users. Failures are signalled as
 * {@link FaroeException}.
 */
public class UserService {

	private final UserRepository users;

	private final Accounts accounts;

	private final PasswordService passwords;

	private final NewPasswords newPasswords;

	private final RecoveryCodes recoveryCodes;

	private final TokenGenerator tokens;

	private final Clock clock;

	private final UserSettings settings;

	private final UserImporter importer;

	private final FaroeEvents events;

	/**
	 * Create a service.
	 * @param users the users
	 * @param accounts looks whether users are there
	 * @param passwords what verifies passwords
	 * @param newPasswords what hashes passwords
	 * @param encryption what encrypts recovery codes
	 * @param tokens what generates ids and recovery codes
	 * @param clock what tells the time
	 * @param settings the settings
	 * @param events what hears of what happens
	 */
	public UserService(UserRepository users, Accounts accounts, PasswordService passwords, NewPasswords newPasswords,
			EncryptionAtRest encryption, TokenGenerator tokens, Clock clock, UserSettings settings,
			FaroeEvents events) {
		this.users = users;
		this.accounts = accounts;
		this.passwords = passwords;
		this.newPasswords = newPasswords;
		this.recoveryCodes = new RecoveryCodes(users, encryption);
		this.tokens = tokens;
		this.clock = clock;
		this.settings = settings;
		this.importer = new UserImporter(users, passwords, tokens, StoredCodes.ofRecovery(encryption));
		this.events = FaroeEvents.guarded(events);
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
		return Mono.defer(() -> {
			EmailAddress address = readNewEmail(email);
			return this.newPasswords.admit(password, clientIp)
				.then(requireUnused(address))
				.then(this.newPasswords.hash(password))
				.flatMap((hash) -> insert(address, hash));
		});
	}

	private @Nullable EmailAddress readNewEmail(@Nullable String email) {
		if (email == null && !this.settings.emailRequired()) {
			return null;
		}
		return EmailAddress.of(email);
	}

	/**
	 * Spares the work on a password when the address is taken already. The database
	 * decides when it is not.
	 */
	private Mono<Void> requireUnused(@Nullable EmailAddress address) {
		return (address != null) ? this.accounts.requireUnused(address) : Mono.empty();
	}

	private Mono<User> insert(@Nullable EmailAddress email, String passwordHash) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		User user = new User(this.tokens.id(), now, (email != null) ? email.value() : null, false,
				Secret.of(this.tokens.code()), Set.of());
		return this.users
			.insert(user.id(), user.createdAt(), user.email(), passwordHash, this.recoveryCodes.stored(user))
			.onErrorMap(DuplicateKeyException.class, (ex) -> new FaroeException(FaroeError.EMAIL_ALREADY_USED))
			.then(this.events.publishAfterCommit((time) -> new UserCreatedEvent(user.id(), time)))
			.thenReturn(user);
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
		return Mono.defer(() -> this.passwords.authenticateDiscreetly(EmailAddress.of(email), password, clientIp,
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
		int perPage = Math.min(query.perPage(), this.settings.maxPerPage());
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
			.then(this.events.publishAfterCommit((time) -> new UserDeletedEvent(id, time)));
	}

	private static <T> Mono<T> notFound() {
		return Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND));
	}

}

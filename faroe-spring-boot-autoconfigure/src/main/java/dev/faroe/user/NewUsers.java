package dev.faroe.user;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.event.UserCreatedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.password.NewPasswords;
import dev.faroe.security.Secret;
import dev.faroe.security.TokenGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;

/**
 * Creates users.
 */
public final class NewUsers {

	private final UserRepository users;

	private final Accounts accounts;

	private final NewPasswords newPasswords;

	private final RecoveryCodes recoveryCodes;

	private final TokenGenerator tokens;

	private final Clock clock;

	private final boolean emailRequired;

	private final FaroeEvents events;

	NewUsers(UserRepository users, Accounts accounts, NewPasswords newPasswords, RecoveryCodes recoveryCodes,
			TokenGenerator tokens, Clock clock, boolean emailRequired, FaroeEvents events) {
		this.users = users;
		this.accounts = accounts;
		this.newPasswords = newPasswords;
		this.recoveryCodes = recoveryCodes;
		this.tokens = tokens;
		this.clock = clock;
		this.emailRequired = emailRequired;
		this.events = events;
	}

	Mono<User> create(@Nullable String email, String password, @Nullable String clientIp) {
		return Mono.defer(() -> {
			EmailAddress address = readNewEmail(email);
			return this.newPasswords.admitOfNewUser(password, clientIp)
				.then(requireUnused(address))
				.then(this.newPasswords.hashOfNewUser((address != null) ? address.value() : null, password))
				.flatMap((hash) -> insert(this.tokens.id(), address, hash));
		});
	}

	/**
	 * Create a user whose id was told before it was known whether the address is free. No
	 * limit is charged.
	 * @param id an id that no user has, see {@link TokenGenerator#idFrom}
	 * @param email the email address
	 * @param password the password
	 * @return the user, or an error signal as with {@link UserService#create}
	 */
	public Mono<User> createWithId(String id, EmailAddress email, String password) {
		return requireUnused(email).then(this.newPasswords.hashOfNewUser(email.value(), password))
			.flatMap((hash) -> insert(id, email, hash));
	}

	private @Nullable EmailAddress readNewEmail(@Nullable String email) {
		if (email == null && !this.emailRequired) {
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

	private Mono<User> insert(String id, @Nullable EmailAddress email, String passwordHash) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		User user = new User(id, now, (email != null) ? email.value() : null, false, Secret.of(this.tokens.code()),
				Set.of());
		return this.users
			.insert(user.id(), user.createdAt(), user.email(), passwordHash, this.recoveryCodes.stored(user))
			.onErrorMap(DuplicateKeyException.class, (ex) -> new FaroeException(FaroeError.EMAIL_ALREADY_USED))
			.then(this.events.publishAfterCommit((time) -> new UserCreatedEvent(user.id(), time)))
			.thenReturn(user);
	}

}

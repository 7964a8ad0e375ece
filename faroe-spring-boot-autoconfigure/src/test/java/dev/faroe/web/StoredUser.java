package dev.faroe.web;

import java.time.Instant;
import java.util.Set;

import dev.faroe.security.Secret;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import dev.faroe.user.UserSettings;
import reactor.core.publisher.Mono;

/**
 * A user for benchmarks of everything but the database.
 */
final class StoredUser extends UserService {

	static final String ID = "abcdefghijkmnpqrstuvwxyz";

	static final User USER = new User(ID, Instant.ofEpochSecond(1_764_000_000), "somebody@example.com", true,
			Secret.of("ABCDEFGH"), Set.of());

	/**
	 * Of all that a service needs, nothing: it finds the one user, and does nothing else.
	 */
	private StoredUser() {
		super(null, null, null, null, null, null, null, new UserSettings(true, 100), null);
	}

	/**
	 * Return services of which only {@link UserService#get} can be called.
	 */
	static FaroeServices services() {
		return new FaroeServices(new StoredUser(), null, null, null, null, null, null);
	}

	@Override
	public Mono<User> get(String id) {
		return Mono.just(USER);
	}

}

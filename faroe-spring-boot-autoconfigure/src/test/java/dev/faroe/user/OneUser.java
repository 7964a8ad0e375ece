package dev.faroe.user;

import java.time.Instant;
import java.util.Set;

import dev.faroe.security.Secret;
import reactor.core.publisher.Mono;

/**
 * A user for benchmarks of everything but the database.
 */
public final class OneUser extends UserService {

	public static final String ID = "abcdefghijkmnpqrstuvwxyz";

	public static final User USER = new User(ID, Instant.ofEpochSecond(1_764_000_000), "somebody@example.com", true,
			Secret.of("ABCDEFGH"), Set.of());

	/**
	 * Of all that a service needs, nothing: it finds the one user, and does nothing else.
	 */
	public OneUser() {
		super(null, null, null, null, null, null, 100, null);
	}

	@Override
	public Mono<User> get(String id) {
		return Mono.just(USER);
	}

}

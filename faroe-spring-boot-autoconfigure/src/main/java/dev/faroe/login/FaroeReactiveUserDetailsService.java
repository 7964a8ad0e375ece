package dev.faroe.login;

import dev.faroe.FaroeException;
import dev.faroe.security.TokenGenerator;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Finds Faroe's users by their email addresses, which they log in with, or by their ids,
 * which are the names of those who are logged in, for what does not ask for a password.
 * The users come without one, so that nothing but
 * {@link FaroeReactiveAuthenticationManager} can compare it.
 */
class FaroeReactiveUserDetailsService implements ReactiveUserDetailsService {

	private final UserService users;

	FaroeReactiveUserDetailsService(UserService users) {
		this.users = users;
	}

	/**
	 * Find a user.
	 * @param username the email address or the id
	 * @return a {@link FaroeUserDetails}, nothing if there is none or the user is
	 * disabled, or an error signal with a {@link LogInUnavailableException} if the
	 * database is away
	 */
	@Override
	public Mono<UserDetails> findByUsername(String username) {
		return Mono.deferContextual((context) -> {
			LogInRequest request = LogInRequest.in(context);
			return Mono.justOrEmpty((request != null) ? request.take(username) : null);
		}).switchIfEmpty(Mono.defer(() -> find(username)));
	}

	private Mono<UserDetails> find(String username) {
		return (TokenGenerator.isId(username) ? this.users.get(username) : this.users.getByEmail(username))
			.filter((user) -> !user.disabled() && user.email() != null)
			.<UserDetails>map(FaroeUserDetails::new)
			.onErrorResume(FaroeException.class, FaroeReactiveUserDetailsService::nothingIfUnknown);
	}

	private static Mono<UserDetails> nothingIfUnknown(FaroeException failure) {
		boolean unknown = switch (failure.error()) {
			case USER_NOT_EXISTS, NOT_FOUND, INVALID_DATA -> true;
			default -> false;
		};
		return unknown ? Mono.empty() : Mono.error(() -> new LogInUnavailableException(failure));
	}

}

package dev.faroe.login;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Finds Faroe's users by their email addresses, for what does not ask for a password. The
 * users come without one, so that nothing but {@link FaroeReactiveAuthenticationManager}
 * can compare it.
 */
class FaroeReactiveUserDetailsService implements ReactiveUserDetailsService {

	private final UserService users;

	FaroeReactiveUserDetailsService(UserService users) {
		this.users = users;
	}

	/**
	 * Find a user.
	 * @return a {@link FaroeUserDetails}, nothing if there is none or the user is
	 * disabled, or an error signal with a {@link LogInUnavailableException} if the
	 * database is away
	 */
	@Override
	public Mono<UserDetails> findByUsername(String username) {
		return this.users.getByEmail(username)
			.filter((user) -> !user.disabled())
			.<UserDetails>map(FaroeUserDetails::new)
			.onErrorResume(FaroeException.class, FaroeReactiveUserDetailsService::nothingIfUnknown);
	}

	private static Mono<UserDetails> nothingIfUnknown(FaroeException failure) {
		boolean unknown = failure.error() == FaroeError.USER_NOT_EXISTS || failure.error() == FaroeError.INVALID_DATA;
		return unknown ? Mono.empty() : Mono.error(() -> new LogInUnavailableException(failure));
	}

}

package dev.faroe.login;

import dev.faroe.FaroeException;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Lets Faroe's users log in to the application with their email address and password,
 * under the limits on log-ins. An outdated hash is replaced, as with every log-in. The
 * principal is a {@link FaroeUserDetails}.
 * <p>
 * An unknown email address and a wrong password are the same failure,
 * {@link BadCredentialsException}, after the same work. An exhausted limit is a
 * {@link LockedException}, and a lack of capacity or of the database a
 * {@link LogInUnavailableException}.
 */
class FaroeReactiveAuthenticationManager implements ReactiveAuthenticationManager {

	private static final Object CLIENT_ADDRESS = new Object();

	private final UserService users;

	private final SecondFactorPolicy secondFactor;

	FaroeReactiveAuthenticationManager(UserService users, SecondFactorPolicy secondFactor) {
		this.users = users;
		this.secondFactor = secondFactor;
	}

	/**
	 * Add the address of the client to the context in which log-ins are subscribed to.
	 * Without it, the limits by address are left out.
	 */
	public static Context withClientAddress(Context context, String address) {
		return context.put(CLIENT_ADDRESS, address);
	}

	/**
	 * Log a user in.
	 * @return who the user is, an error signal with an {@link AuthenticationException},
	 * or nothing if it is no {@link UsernamePasswordAuthenticationToken}
	 */
	@Override
	public Mono<Authentication> authenticate(Authentication authentication) {
		if (!(authentication instanceof UsernamePasswordAuthenticationToken)) {
			return Mono.empty();
		}
		if (!(authentication.getCredentials() instanceof String password)) {
			return Mono.error(FaroeReactiveAuthenticationManager::badCredentials);
		}
		return Mono
			.deferContextual((context) -> this.users.authenticateDiscreetly(authentication.getName(), password,
					clientAddress(context)))
			.onErrorMap(FaroeException.class, FaroeReactiveAuthenticationManager::toAuthenticationException)
			.flatMap((user) -> logIn(user, authentication));
	}

	private static @Nullable String clientAddress(ContextView context) {
		return context.getOrDefault(CLIENT_ADDRESS, null);
	}

	private Mono<Authentication> logIn(User user, Authentication request) {
		if (user.hasSecondFactor() && this.secondFactor == SecondFactorPolicy.REJECT) {
			return Mono.error(() -> new SecondFactorRequiredException(user.id()));
		}
		FaroeUserDetails principal = new FaroeUserDetails(user);
		UsernamePasswordAuthenticationToken token = UsernamePasswordAuthenticationToken.authenticated(principal, null,
				principal.getAuthorities());
		token.setDetails(request.getDetails());
		return Mono.just(token);
	}

	private static AuthenticationException toAuthenticationException(FaroeException failure) {
		return switch (failure.error()) {
			case INVALID_DATA, USER_NOT_EXISTS, INCORRECT_PASSWORD -> badCredentials();
			case TOO_MANY_REQUESTS -> new LockedException("Too many log-ins");
			default -> new LogInUnavailableException(failure);
		};
	}

	private static BadCredentialsException badCredentials() {
		return new BadCredentialsException("Bad credentials");
	}

}

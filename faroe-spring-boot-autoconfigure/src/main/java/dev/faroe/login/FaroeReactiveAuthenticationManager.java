package dev.faroe.login;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.faroe.FaroeException;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;

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

	private final Clock clock;

	FaroeReactiveAuthenticationManager(UserService users, SecondFactorPolicy secondFactor, Clock clock) {
		this.clock = clock;
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
	 * Take the address away that {@link #withClientAddress} has added, so that the one of
	 * the request counts.
	 */
	static Context withoutClientAddress(Context context) {
		return context.delete(CLIENT_ADDRESS);
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

	static @Nullable String clientAddress(ContextView context) {
		String address = context.getOrDefault(CLIENT_ADDRESS, null);
		if (address != null) {
			return address;
		}
		LogInRequest request = LogInRequest.in(context);
		return (request != null) ? request.clientAddress() : null;
	}

	private Mono<Authentication> logIn(User user, Authentication request) {
		if (user.hasSecondFactor() && this.secondFactor == SecondFactorPolicy.REJECT) {
			return Mono.error(() -> new SecondFactorRequiredException(user.id()));
		}
		FaroeUserDetails principal = new FaroeUserDetails(user);
		FactorGrantedAuthority password = FactorGrantedAuthority.withAuthority(Factor.PASSWORD)
			.issuedAt(this.clock.instant())
			.build();
		if (user.hasSecondFactor()) {
			List<GrantedAuthority> authorities = new ArrayList<>(principal.getAuthorities());
			authorities.add(password);
			UsernamePasswordAuthenticationToken half = UsernamePasswordAuthenticationToken.authenticated(principal,
					null, authorities);
			half.setDetails(request.getDetails());
			return Mono.just(half);
		}
		FaroeAuthentication complete = FaroeAuthentication.of(principal, password);
		complete.setDetails(request.getDetails());
		return Mono.just(complete);
	}

	private static AuthenticationException toAuthenticationException(FaroeException failure) {
		return switch (failure.error()) {
			case INVALID_DATA, USER_NOT_EXISTS, INCORRECT_PASSWORD -> badCredentials();
			case USER_DISABLED -> new DisabledException("The user is disabled");
			case TOO_MANY_REQUESTS -> new LockedException("Too many log-ins");
			default -> new LogInUnavailableException(failure);
		};
	}

	private static BadCredentialsException badCredentials() {
		return new BadCredentialsException("Bad credentials");
	}

}

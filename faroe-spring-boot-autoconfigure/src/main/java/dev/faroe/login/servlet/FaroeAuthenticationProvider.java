package dev.faroe.login.servlet;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.client.ServletClientAddressResolver;
import dev.faroe.login.ClientAddressContext;
import dev.faroe.login.LogInUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Lets Faroe's users log in to an application on the servlet stack: it asks what reactive
 * applications ask, under the same rules, and keeps the thread of the request waiting for
 * the answer.
 */
class FaroeAuthenticationProvider implements AuthenticationProvider {

	private final ReactiveAuthenticationManager logIn;

	private final ServletClientAddressResolver addresses;

	private final Duration timeout;

	FaroeAuthenticationProvider(ReactiveAuthenticationManager logIn, ServletClientAddressResolver addresses,
			Duration timeout) {
		this.logIn = logIn;
		this.addresses = addresses;
		this.timeout = timeout;
	}

	/**
	 * Log a user in.
	 * @return who the user is
	 * @throws AuthenticationException as the log-in of a reactive application signals it;
	 * a {@link LogInUnavailableException} also when it takes too long
	 */
	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		String address = clientAddress(authentication);
		return this.logIn.authenticate(authentication)
			.contextWrite((context) -> (address != null) ? ClientAddressContext.with(context, address) : context)
			.timeout(this.timeout)
			.onErrorMap(TimeoutException.class,
					(ex) -> new LogInUnavailableException(new FaroeException(FaroeError.SERVICE_UNAVAILABLE, null, ex)))
			.block();
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
	}

	/**
	 * Spring MVC makes the request known before Spring Security asks. Without that, the
	 * address of the connection is better than no limit. There is neither where the
	 * application logs somebody in by itself.
	 */
	private @Nullable String clientAddress(Authentication authentication) {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			return this.addresses.resolve(attributes.getRequest());
		}
		return (authentication.getDetails() instanceof WebAuthenticationDetails details) ? details.getRemoteAddress()
				: null;
	}

}

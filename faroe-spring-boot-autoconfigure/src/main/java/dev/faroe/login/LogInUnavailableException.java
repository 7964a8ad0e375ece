package dev.faroe.login;

import dev.faroe.FaroeException;

import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Nobody can log in at the moment: the database is away, or there is no capacity. Spring
 * Security's handler for HTTP Basic throws it again, and Spring then answers with the
 * status 503; its form log-in shows the log-in page with {@code ?error}.
 */
@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
public class LogInUnavailableException extends AuthenticationServiceException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param cause what is not available
	 */
	public LogInUnavailableException(FaroeException cause) {
		super("The log-in is out of service", cause);
	}

}

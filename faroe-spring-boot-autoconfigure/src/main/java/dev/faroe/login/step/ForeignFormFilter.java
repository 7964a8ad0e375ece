package dev.faroe.login.step;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Refuses steps whose token nobody has looked at. Where a chain of the application takes
 * them before that of the log-in does, without protection against cross-site requests,
 * anybody's page could log a visitor in, or out.
 */
final class ForeignFormFilter implements HandlerFilterFunction<ServerResponse, ServerResponse> {

	private static final Log logger = LogFactory.getLog(ForeignFormFilter.class);

	@Override
	public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
		if (!request.method().equals(HttpMethod.POST)
				|| request.exchange().getAttribute(CsrfToken.class.getName()) != null) {
			return next.handle(request);
		}
		logger
			.error("A step of the log-in is refused: a SecurityWebFilterChain without protection against CSRF takes it"
					+ " before faroeLogInSecurityWebFilterChain does");
		return ServerResponse.status(HttpStatus.FORBIDDEN).build();
	}

}

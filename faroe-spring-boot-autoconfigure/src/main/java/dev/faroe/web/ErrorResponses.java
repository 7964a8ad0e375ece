package dev.faroe.web;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.sql.DatabaseFailures;
import dev.faroe.sql.RedactedFailure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The one place that turns a failure into a response.
 */
final class ErrorResponses {

	private static final Log logger = LogFactory.getLog(ErrorResponses.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final Map<FaroeError, byte[]> bodies = new EnumMap<>(FaroeError.class);

	ErrorResponses(JsonCodec json) {
		for (FaroeError error : FaroeError.values()) {
			this.bodies.put(error, json.errorBody(error));
		}
	}

	/**
	 * Respond to a failure.
	 * @param endpoint which endpoint it happened in, as a text for the log; never an
	 * actual path, which has identifiers in it
	 */
	Mono<ServerResponse> respond(Throwable failure, Object endpoint) {
		FaroeException exception = toFaroeException(failure, endpoint);
		ServerResponse.BodyBuilder response = ServerResponse.status(exception.error().status());
		Duration retryAfter = exception.retryAfter();
		if (retryAfter != null) {
			long seconds = Math.max(1, retryAfter.plusSeconds(1).minusNanos(1).toSeconds());
			response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
		}
		return body(exception.error(), response);
	}

	/**
	 * Respond to a method that a path does not have.
	 */
	Mono<ServerResponse> methodNotAllowed(Set<HttpMethod> allowed) {
		FaroeError error = FaroeError.METHOD_NOT_ALLOWED;
		return body(error, ServerResponse.status(error.status()).allow(allowed));
	}

	private Mono<ServerResponse> body(FaroeError error, ServerResponse.BodyBuilder response) {
		return JsonCodec.json(response, Objects.requireNonNull(this.bodies.get(error)));
	}

	private static FaroeException toFaroeException(Throwable failure, Object endpoint) {
		if (DatabaseFailures.translate(failure) instanceof FaroeException exception) {
			if (exception.getCause() != null) {
				logger.warn(
						exception.error() + " for " + endpoint + ": " + RedactedFailure.describe(exception.getCause()));
			}
			return exception;
		}
		if (failure instanceof TimeoutException) {
			logger.warn("No answer within faroe.rest.request-timeout from " + endpoint);
			return new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER);
		}
		logger.error("Unexpected failure of " + endpoint, RedactedFailure.of(failure));
		return new FaroeException(FaroeError.INTERNAL_ERROR);
	}

}

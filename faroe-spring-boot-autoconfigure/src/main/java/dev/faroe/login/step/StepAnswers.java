package dev.faroe.login.step;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.faroe.login.message.Failure;
import dev.faroe.login.message.FaroeMessages;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Answers forms with a redirect, and what speaks JSON with the same in JSON.
 */
final class StepAnswers {

	private final LogInStepProperties settings;

	private final FaroeMessages messages;

	StepAnswers(LogInStepProperties settings, FaroeMessages messages) {
		this.settings = settings;
		this.messages = messages;
	}

	static boolean speaksJson(ServerHttpRequest request) {
		try {
			return namesJson(request);
		}
		catch (InvalidMediaTypeException ex) {
			// Nobody speaks what is no media type.
			return false;
		}
	}

	private static boolean namesJson(ServerHttpRequest request) {
		MediaType type = request.getHeaders().getContentType();
		if (type != null && type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
			return true;
		}
		return request.getHeaders()
			.getAccept()
			.stream()
			.filter((accepted) -> accepted.equalsTypeAndSubtype(MediaType.TEXT_HTML)
					|| accepted.equalsTypeAndSubtype(MediaType.APPLICATION_JSON))
			.findFirst()
			.filter((accepted) -> accepted.equalsTypeAndSubtype(MediaType.APPLICATION_JSON))
			.isPresent();
	}

	private static boolean speaksJson(ServerRequest request) {
		return speaksJson(request.exchange().getRequest());
	}

	/**
	 * Tell that a step is done, and where to go on to.
	 * @param next the step to follow, or {@code null} after the last
	 * @param location the path of its page, or of the page after the last
	 */
	Mono<ServerResponse> next(ServerRequest request, @Nullable Step next, String location) {
		if (!speaksJson(request)) {
			return redirect(request, location);
		}
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("next", (next != null) ? next.key() : "done");
		body.put("location", contextPath(request) + location);
		return json(HttpStatus.OK, body);
	}

	/**
	 * Tell that a step has failed, and show its page again.
	 */
	Mono<ServerResponse> failure(ServerRequest request, Step step, Failure failure, HttpStatusCode status) {
		if (!speaksJson(request)) {
			String page = this.settings.page(step);
			return redirect(request, page + (page.contains("?") ? "&" : "?") + failure.query());
		}
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("error", failure.key());
		body.put("field", failure.field());
		body.put("retry_after", failure.retryAfter());
		body.put("message", this.messages.text(failure, locale(request)));
		body.put("next", step.key());
		return json(status, failure.retryAfter(), body);
	}

	static Locale locale(ServerRequest request) {
		Locale locale = request.exchange().getLocaleContext().getLocale();
		return (locale != null) ? locale : Locale.ENGLISH;
	}

	static Mono<ServerResponse> json(HttpStatusCode status, Map<String, Object> body) {
		return json(status, null, body);
	}

	private static Mono<ServerResponse> json(HttpStatusCode status, @Nullable Long retryAfter,
			Map<String, Object> body) {
		return ServerResponse.status(status).headers((headers) -> {
			if (retryAfter != null) {
				headers.set(HttpHeaders.RETRY_AFTER, retryAfter.toString());
			}
		}).contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore()).bodyValue(body);
	}

	/**
	 * Return JSON where there is no codec.
	 */
	static byte[] bytes(Map<String, Object> body) {
		return JsonMapper.shared().writeValueAsBytes(body);
	}

	private static Mono<ServerResponse> redirect(ServerRequest request, String location) {
		return ServerResponse.status(HttpStatus.SEE_OTHER)
			.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.location(URI.create(contextPath(request) + location))
			.build();
	}

	private static String contextPath(ServerRequest request) {
		return request.requestPath().contextPath().value();
	}

}

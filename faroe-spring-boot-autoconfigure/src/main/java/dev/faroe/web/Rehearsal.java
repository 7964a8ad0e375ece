package dev.faroe.web;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * An exchange on which mappings can leave attributes and, for cross-origin requests, a
 * status and headers, none of which reach the real one.
 */
final class Rehearsal extends ServerWebExchangeDecorator {

	private final Map<String, Object> attributes;

	private final ServerHttpResponse response;

	Rehearsal(ServerWebExchange exchange) {
		super(exchange);
		this.attributes = new HashMap<>(exchange.getAttributes());
		this.response = new RehearsedResponse(exchange.getResponse());
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public ServerHttpResponse getResponse() {
		return this.response;
	}

	private static final class RehearsedResponse extends ServerHttpResponseDecorator {

		private final HttpHeaders headers = new HttpHeaders();

		RehearsedResponse(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public boolean setStatusCode(@Nullable HttpStatusCode status) {
			return true;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

}

package dev.faroe.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionManager;

/**
 * A request that benchmarks make again and again, so that its own making does not count.
 */
final class RepeatedRequest {

	static final String CREDENTIAL = "an API key of 40 characters, as is usual";

	private static final WebSessionManager SESSIONS = new DefaultWebSessionManager();

	private static final ServerCodecConfigurer CODECS = ServerCodecConfigurer.create();

	private static final LocaleContextResolver LOCALES = new AcceptHeaderLocaleContextResolver();

	private static final ServerResponse.Context NO_CODECS = new ServerResponse.Context() {

		@Override
		public List<HttpMessageWriter<?>> messageWriters() {
			return List.of();
		}

		@Override
		public List<ViewResolver> viewResolvers() {
			return List.of();
		}

	};

	private final MockServerHttpRequest http;

	private final ServerWebExchange exchange;

	private final ServerRequest request;

	private RepeatedRequest(MockServerHttpRequest http) {
		this.http = http;
		this.exchange = exchange(http);
		this.request = ServerRequest.create(this.exchange, List.of());
	}

	/**
	 * A mock exchange would make codecs of its own, which takes longer than everything
	 * else.
	 */
	private static ServerWebExchange exchange(MockServerHttpRequest http) {
		return new DefaultServerWebExchange(http, new MockServerHttpResponse(), SESSIONS, CODECS, LOCALES);
	}

	static RepeatedRequest get(String path) {
		return get(path, CREDENTIAL, "*/*");
	}

	static RepeatedRequest get(String path, String credential, String accept) {
		return new RepeatedRequest(MockServerHttpRequest.get(path)
			.header(HttpHeaders.AUTHORIZATION, credential)
			.header(HttpHeaders.ACCEPT, accept)
			.build());
	}

	ServerRequest request() {
		return this.request;
	}

	/**
	 * Look for the handler, as if for the first time: routing leaves attributes behind.
	 */
	@Nullable HandlerFunction<ServerResponse> route(RouterFunction<ServerResponse> routes) {
		this.exchange.getAttributes().clear();
		return routes.route(this.request).block();
	}

	/**
	 * Answer the request, on an exchange of its own: a response can be written once.
	 */
	ServerWebExchange answer(RouterFunction<ServerResponse> routes) {
		ServerWebExchange fresh = exchange(this.http);
		ServerRequest request = ServerRequest.create(fresh, List.of());
		routes.route(request)
			.flatMap((handler) -> handler.handle(request))
			.flatMap((response) -> response.writeTo(fresh, NO_CODECS))
			.block();
		return fresh;
	}

}

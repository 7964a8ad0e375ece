package dev.faroe.sample;

import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Gives the answer to a request whose target is no URI the form that all other errors
 * have. The server rejects such a request, with an empty body, before anything of the
 * application sees it.
 */
@Component
class MalformedRequestResponse implements NettyServerCustomizer {

	@Override
	public HttpServer apply(HttpServer server) {
		return server.mapHandle((handling, connection) -> handling.then(Mono.defer(() -> complete(connection))));
	}

	private static Mono<Void> complete(Connection connection) {
		if (connection instanceof HttpServerResponse response && !response.hasSentHeaders()
				&& response.status().code() == 400) {
			return response.header("Content-Type", "application/json")
				.sendString(Mono.just("{\"error\":\"INVALID_DATA\"}"))
				.then();
		}
		return Mono.empty();
	}

}

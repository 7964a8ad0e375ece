package dev.faroe.client;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * A request as it arrived. What trusts forwarded headers puts the leftmost, which anybody
 * can write, in the place of the address of the connection, and removes them: the
 * transformer of the framework for every server, and Reactor Netty by itself, where Boot
 * lets it, as on a cloud platform. The request of Reactor Netty still knows what was
 * there.
 *
 * @param connection the address of the connection
 * @param forwardedFor the lines of {@code X-Forwarded-For}
 */
record Arrival(@Nullable InetSocketAddress connection, List<String> forwardedFor) {

	static final String FORWARDED_FOR = "X-Forwarded-For";

	private static final String FORWARDED = "Forwarded";

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest",
			Arrival.class.getClassLoader());

	static Arrival of(ServerHttpRequest request) {
		Arrival arrival = REACTOR_NETTY ? ReactorNetty.arrival(request) : null;
		return (arrival != null) ? arrival
				: new Arrival(request.getRemoteAddress(), request.getHeaders().getOrEmpty(FORWARDED_FOR));
	}

	/**
	 * Knows a class that need not be there.
	 */
	private static final class ReactorNetty {

		static @Nullable Arrival arrival(ServerHttpRequest request) {
			if (!(nativeRequest(request) instanceof HttpServerRequest original)) {
				return null;
			}
			HttpHeaders headers = original.requestHeaders();
			boolean forwarded = headers.contains(FORWARDED_FOR) || headers.contains(FORWARDED);
			// Without these headers, it can only be another one where a proxy of the
			// connection, not of requests, has told the server.
			SocketAddress connection = forwarded ? original.connectionRemoteAddress() : original.remoteAddress();
			return new Arrival((connection instanceof InetSocketAddress address) ? address : null,
					headers.getAll(FORWARDED_FOR));
		}

		private static @Nullable Object nativeRequest(ServerHttpRequest request) {
			try {
				return ServerHttpRequestDecorator.getNativeRequest(request);
			}
			catch (IllegalArgumentException | IllegalStateException ex) {
				// A request of a test, or of the application's own making.
				return null;
			}
		}

	}

}

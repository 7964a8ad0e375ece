package dev.faroe.sample;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Closes the connection of a client, in HTTP/2 the stream, whose body does not come to
 * its end in time, however often a byte of it comes, and whether the request was answered
 * meanwhile or not. Spring Boot has no property for it, and the request timeout of
 * Reactor Netty ends with the answer.
 */
@Component
class BodyTimeout implements NettyServerCustomizer {

	private final Duration timeout;

	BodyTimeout(@Value("${sample.http.body-timeout}") Duration timeout) {
		this.timeout = timeout;
	}

	@Override
	public HttpServer apply(HttpServer server) {
		return server.doOnChannelInit((observer, channel, address) -> add(channel.pipeline()))
			.childObserve(this::watch);
	}

	/**
	 * With TLS, a connection agrees on its protocol later: there is no codec yet.
	 */
	private @Nullable ChannelHandlerContext add(ChannelPipeline pipeline) {
		ChannelHandlerContext codec = pipeline.context(HttpServerCodec.class);
		if (codec == null) {
			return null;
		}
		pipeline.addAfter(codec.name(), BodyTimeout.class.getName(), new Handler(this.timeout));
		return pipeline.context(Handler.class);
	}

	/**
	 * The state comes with the header of each request.
	 */
	private void watch(Connection connection, ConnectionObserver.State state) {
		if (state != ConnectionObserver.State.CONFIGURED) {
			return;
		}
		if (connection.channel() instanceof Http2StreamChannel stream) {
			watch(stream);
		}
		else if (connection.channel().pipeline().get(Handler.class) == null) {
			ChannelHandlerContext added = add(connection.channel().pipeline());
			if (added != null) {
				((Handler) added.handler()).start(added);
			}
		}
	}

	private void watch(Http2StreamChannel stream) {
		if (stream.stream().state().remoteSideOpen()) {
			Future<?> closing = stream.eventLoop().schedule(() -> {
				if (stream.stream().state().remoteSideOpen()) {
					stream.close();
				}
			}, this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			stream.closeFuture().addListener((closed) -> closing.cancel(false));
		}
	}

	private static final class Handler extends ChannelInboundHandlerAdapter {

		private final Duration timeout;

		private Future<?> closing;

		private Handler(Duration timeout) {
			this.timeout = timeout;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof HttpRequest) {
				start(context);
			}
			if (message instanceof LastHttpContent) {
				stop();
			}
			context.fireChannelRead(message);
		}

		@Override
		public void handlerRemoved(ChannelHandlerContext context) {
			stop();
		}

		private void start(ChannelHandlerContext context) {
			stop();
			this.closing = context.executor()
				.schedule(() -> context.close(), this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}

		private void stop() {
			if (this.closing != null) {
				this.closing.cancel(false);
				this.closing = null;
			}
		}

	}

}

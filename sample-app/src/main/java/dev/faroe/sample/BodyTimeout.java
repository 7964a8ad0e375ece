package dev.faroe.sample;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Closes the connection of a client whose body does not come to its end in time, however
 * often a byte of it comes, and whether the request was answered meanwhile or not. Spring
 * Boot has no property for it, and the request timeout of Reactor Netty ends with the
 * answer.
 */
@Component
class BodyTimeout implements NettyServerCustomizer {

	private final Duration timeout;

	BodyTimeout(@Value("${sample.http.body-timeout}") Duration timeout) {
		this.timeout = timeout;
	}

	@Override
	public HttpServer apply(HttpServer server) {
		return server.doOnChannelInit((observer, channel, address) -> channel.pipeline()
			.addAfter(NettyPipeline.HttpCodec, BodyTimeout.class.getName(), new Handler(this.timeout)));
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
				stop();
				this.closing = context.executor()
					.schedule(() -> context.close(), this.timeout.toMillis(), TimeUnit.MILLISECONDS);
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

		private void stop() {
			if (this.closing != null) {
				this.closing.cancel(false);
				this.closing = null;
			}
		}

	}

}

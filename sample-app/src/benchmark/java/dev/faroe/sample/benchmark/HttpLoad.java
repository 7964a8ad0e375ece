package dev.faroe.sample.benchmark;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import org.HdrHistogram.Histogram;

/**
 * Sends requests on connections that are kept open. Each connection has one request on
 * the way and sends the next one when the answer is there, so that the number of
 * connections is the number of requests at a time.
 */
final class HttpLoad implements AutoCloseable {

	private static final long LONGEST_ANSWER = TimeUnit.MINUTES.toNanos(1);

	/** One thread, which needs no locks and leaves the other processors to the server. */
	private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1,
			Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

	/**
	 * Send requests for some time.
	 * @param target what to send
	 * @param connections the number of connections
	 * @param duration how long to send
	 * @return what it came to
	 * @throws IllegalStateException if an answer has another status than the target says,
	 * or a connection is closed
	 */
	Sample run(Target target, int connections, Duration duration) throws InterruptedException {
		return start(target, connections, duration).await();
	}

	/**
	 * As {@link #run}, without waiting for the end.
	 * @param target what to send
	 * @param connections the number of connections
	 * @param duration how long to send
	 * @return the run
	 */
	Run start(Target target, int connections, Duration duration) {
		Run run = new Run(target, connections, duration);
		Bootstrap bootstrap = new Bootstrap().group(this.eventLoop)
			.channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(new ChannelInitializer<SocketChannel>() {

				@Override
				protected void initChannel(SocketChannel channel) {
					channel.pipeline().addLast(new HttpResponseDecoder(), new Client(run));
				}

			});
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", target.server().port());
		for (int i = 0; i < connections; i++) {
			bootstrap.connect(address).addListener(run::connected);
		}
		return run;
	}

	@Override
	public void close() {
		this.eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

	/**
	 * One measurement. Used by the event loop alone, but for its result.
	 */
	static final class Run {

		private final CompletableFuture<Sample> result = new CompletableFuture<>();

		private final Histogram latencies = new Histogram(LONGEST_ANSWER, 3);

		private final Target target;

		private final long start = System.nanoTime();

		private final Duration processorAtStart;

		private final long end;

		private int open;

		private long refused;

		private Run(Target target, int connections, Duration duration) {
			this.target = target;
			this.open = connections;
			this.processorAtStart = target.server().processorTime();
			this.end = this.start + duration.toNanos();
		}

		private void connected(io.netty.util.concurrent.Future<? super Void> connection) {
			if (!connection.isSuccess()) {
				this.result.completeExceptionally(connection.cause());
			}
		}

		private void answered(int status, long nanoseconds) {
			if (!this.target.statuses().contains(status)) {
				this.result.completeExceptionally(
						new IllegalStateException(this.target.name() + " was answered with " + status));
			}
			if (status == 503) {
				this.refused++;
			}
			this.latencies.recordValue(Math.min(nanoseconds, LONGEST_ANSWER));
		}

		private void closed() {
			this.open--;
			if (System.nanoTime() < this.end) {
				this.result.completeExceptionally(
						new IllegalStateException("A connection was closed early by " + this.target.name()));
			}
			if (this.open == 0) {
				this.result.complete(new Sample(this.latencies.getTotalCount(), this.refused,
						Duration.ofNanos(System.nanoTime() - this.start), this.latencies.getValueAtPercentile(50) / 1e3,
						this.latencies.getValueAtPercentile(99) / 1e3,
						this.target.server().processorTime().minus(this.processorAtStart)));
			}
		}

		boolean isDone() {
			return this.result.isDone();
		}

		Sample await() throws InterruptedException {
			try {
				return this.result.get();
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex.getCause());
			}
		}

	}

	private static final class Client extends SimpleChannelInboundHandler<HttpObject> {

		private final Run run;

		private long sent;

		private int status;

		Client(Run run) {
			this.run = run;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			send(context);
		}

		private void send(ChannelHandlerContext context) {
			byte[] request = this.run.target.requests().get();
			this.sent = System.nanoTime();
			context.writeAndFlush(Unpooled.wrappedBuffer(request)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
			if (message instanceof HttpResponse response) {
				this.status = response.status().code();
			}
			if (message instanceof LastHttpContent) {
				long now = System.nanoTime();
				this.run.answered(this.status, now - this.sent);
				if (now < this.run.end) {
					send(context);
				}
				else {
					context.close();
				}
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			this.run.closed();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			this.run.result.completeExceptionally(cause);
			context.close();
		}

	}

}

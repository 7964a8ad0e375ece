package dev.faroe.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import redis.embedded.RedisServer;

/**
 * A real Redis, in a process of its own, that keeps nothing when it is stopped.
 */
public final class TestRedis implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final int port = freePort();

	private final RedisServer server;

	private TestRedis() {
		try {
			this.server = RedisServer.newRedisServer()
				.port(this.port)
				.setting("save \"\"")
				.onShutdownForceStop(true)
				.build();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the server that all tests of a JVM share, with a key prefix for each.
	 * @return the server
	 */
	public static TestRedis shared() {
		return Shared.REDIS;
	}

	/**
	 * Start a server that a test can kill.
	 * @return the server
	 */
	public static TestRedis create() {
		TestRedis redis = new TestRedis();
		redis.start();
		return redis;
	}

	/**
	 * Return a server that is not running.
	 * @return the server
	 */
	public static TestRedis stopped() {
		return new TestRedis();
	}

	/**
	 * Start the server, without its data, on the same port as before.
	 */
	public void start() {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			try {
				this.server.start();
				return;
			}
			catch (IOException ex) {
				// The port is in use until the killed process is gone.
				if (System.nanoTime() > deadline) {
					throw new UncheckedIOException(ex);
				}
			}
		}
	}

	/**
	 * Kill the server, as the system would when it is out of memory.
	 */
	public void kill() {
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String url() {
		return "redis://127.0.0.1:" + this.port;
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		kill();
	}

	private static final class Shared {

		static final TestRedis REDIS = create();

	}

}

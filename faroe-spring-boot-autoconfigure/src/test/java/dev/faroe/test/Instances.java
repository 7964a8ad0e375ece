package dev.faroe.test;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.faroe.ratelimit.FallbackRateLimiter;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Two servers on one database and one Redis, and with one clock.
 */
public final class Instances implements AutoCloseable {

	private final List<FaroeServer> servers;

	private final AtomicInteger requests = new AtomicInteger();

	private Instances(List<FaroeServer> servers) {
		this.servers = servers;
	}

	public static Instances start(TestDatabase database, TestRedis redis, String... properties) {
		List<String> shared = database.create();
		String[] all = Stream
			.concat(Stream.of("faroe.rate-limit.store=redis", "spring.data.redis.url=" + redis.url(),
					"faroe.rate-limit.redis.key-prefix=" + UUID.randomUUID() + ":"), Stream.of(properties))
			.toArray(String[]::new);
		Host.clock = new MutableClock();
		return new Instances(IntStream.range(0, 2)
			.mapToObj((index) -> FaroeServer.start(shared, new Class<?>[] { Host.class }, all))
			.toList());
	}

	/**
	 * Return the server for the next request.
	 * @return each in turn
	 */
	public FaroeServer next() {
		return this.servers.get(Math.floorMod(this.requests.getAndIncrement(), this.servers.size()));
	}

	public List<FallbackRateLimiter> limiters() {
		return this.servers.stream().map((server) -> server.bean(FallbackRateLimiter.class)).toList();
	}

	@Override
	public void close() {
		this.servers.forEach(FaroeServer::close);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		private static MutableClock clock = new MutableClock();

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			return new FaroeServer.Host().reactorResourceFactory();
		}

		@Bean
		MutableClock clock() {
			return clock;
		}

	}

}

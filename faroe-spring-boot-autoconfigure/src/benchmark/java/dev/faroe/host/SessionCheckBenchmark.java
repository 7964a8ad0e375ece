package dev.faroe.host;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import dev.faroe.benchmark.HttpConnection;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;

import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Measures what the check of sessions costs: requests a second of an application of the
 * same users and database without the check, with it, and with a check that remembers
 * nothing, in any order. A second application without the check tells how much chance
 * there is in it. Prints medians, and medians of the rounds' ratios.
 */
public final class SessionCheckBenchmark {

	/** Each has a user of its own. */
	private static final int CONNECTIONS = 16;

	/**
	 * The compiler of the JVM takes this long: what few requests do stays slow for a
	 * minute.
	 */
	private static final int WARM_UP = 25;

	private static final String PASSWORD = "a long enough password";

	private static final Map<String, String> VARIANTS = new LinkedHashMap<>();

	static {
		VARIANTS.put("without", "faroe.security.sessions.enabled=false");
		VARIANTS.put("by default", "faroe.security.sessions.check-interval=100ms");
		VARIANTS.put("asks each time", "faroe.security.sessions.check-interval=0s");
		VARIANTS.put("without, again", "faroe.security.sessions.enabled=false");
	}

	private static final ExecutorService CLIENTS = Executors.newFixedThreadPool(CONNECTIONS);

	private SessionCheckBenchmark() {
	}

	/**
	 * Measure.
	 * @param args the number of rounds, and the seconds that each variant runs in one
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Integer.parseInt(args[0]);
		int seconds = Integer.parseInt(args[1]);
		List<String> database = TestDatabase.POSTGRESQL.create();
		Map<String, FaroeServer> servers = new LinkedHashMap<>();
		Map<String, List<String>> sessions = new LinkedHashMap<>();
		VARIANTS.forEach((name, property) -> servers.put(name, start(database, property)));
		FaroeServer first = servers.values().iterator().next();
		for (int user = 0; user < CONNECTIONS; user++) {
			first.bean(UserService.class).create("user%d@example.com".formatted(user), PASSWORD, null).block();
		}
		servers.forEach((name, server) -> sessions.put(name, logIn(server)));
		System.out.printf(
				"Java %s, %d processors, %d connections%n%n| Page | Variant | Requests/s | / without | Processor time |%n",
				Runtime.version(), Runtime.getRuntime().availableProcessors(), CONNECTIONS);
		for (String page : List.of("/page", "/account")) {
			Map<String, double[]> rates = new LinkedHashMap<>();
			Map<String, double[]> work = new LinkedHashMap<>();
			List<String> turns = new ArrayList<>(VARIANTS.keySet());
			for (int round = -WARM_UP; round < rounds; round++) {
				// Who comes after whom makes a few per cent.
				Collections.shuffle(turns);
				for (String name : turns) {
					long processor = processorTime();
					double rate = run(servers.get(name), page, sessions.get(name), seconds);
					double time = (processorTime() - processor) / (rate * seconds);
					if (round >= 0) {
						rates.computeIfAbsent(name, (key) -> new double[rounds])[round] = rate;
						work.computeIfAbsent(name, (key) -> new double[rounds])[round] = time;
					}
				}
			}
			report(page, rates, work);
		}
		System.exit(0);
	}

	private static long processorTime() {
		return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
	}

	private static void report(String page, Map<String, double[]> rates, Map<String, double[]> work) {
		double[] without = rates.get("without");
		rates.forEach((name, values) -> {
			double[] ratios = new double[values.length];
			Arrays.setAll(ratios, (round) -> values[round] / without[round]);
			System.out.printf(Locale.ROOT, "| %s | %s | %,.0f | %.3f | %.0f µs |%n", page, name, median(values),
					median(ratios), median(work.get(name)) / 1e3);
		});
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	private static FaroeServer start(List<String> database, String property) {
		return FaroeServer.start(database, new Class<?>[] { Host.class }, FaroeServer.WITH_SPRING_SECURITY,
				"faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false", "faroe.security.log-in.enabled=true",
				"spring.r2dbc.pool.initial-size=10", "spring.r2dbc.pool.max-size=10", property);
	}

	private static List<String> logIn(FaroeServer server) {
		List<String> sessions = new ArrayList<>();
		for (int user = 0; user < CONNECTIONS; user++) {
			server.clock().advance(Duration.ofMinutes(1));
			Browser browser = new Browser(server.anonymousClient(), "/log-in");
			browser.submit("/log-in", "email", "user%d@example.com".formatted(user), "password", PASSWORD);
			if (!browser.open("/page").startsWith("200")) {
				throw new IllegalStateException("Not logged in");
			}
			sessions.add(browser.session());
		}
		return sessions;
	}

	private static double run(FaroeServer server, String page, List<String> sessions, int seconds) throws Exception {
		long start = System.nanoTime();
		long end = start + TimeUnit.SECONDS.toNanos(seconds);
		List<Future<Long>> counts = new ArrayList<>();
		for (String session : sessions) {
			counts.add(CLIENTS.submit(() -> send(server, page, session, end)));
		}
		long requests = 0;
		for (Future<Long> count : counts) {
			requests += count.get();
		}
		return requests * 1e9 / (System.nanoTime() - start);
	}

	private static long send(FaroeServer server, String page, String session, long end) throws IOException {
		long count = 0;
		try (HttpConnection connection = new HttpConnection(server.url())) {
			connection.session(session);
			byte[] request = connection.get(page);
			for (; System.nanoTime() < end; count++) {
				String answer = connection.send(request);
				if (!answer.startsWith("200")) {
					throw new IOException("Unexpected answer: " + answer);
				}
			}
		}
		return count;
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		/** As the documentation recommends. */
		@Bean
		ConnectionFactoryOptionsBuilderCustomizer eventLoopsOfTheServer(ReactorResourceFactory server) {
			return (options) -> options.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES,
					server.getLoopResources());
		}

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((authorize) -> authorize.anyExchange().authenticated()).build();
		}

		@Bean
		RouterFunction<ServerResponse> pages(UserService users) {
			return RouterFunctions.route()
				.GET("/page", (request) -> ServerResponse.ok().bodyValue("page"))
				.GET("/account",
						(request) -> request.principal()
							.flatMap((principal) -> users.get(principal.getName()))
							.flatMap((user) -> ServerResponse.ok().bodyValue(String.valueOf(user.email()))))
				.build();
		}

	}

}

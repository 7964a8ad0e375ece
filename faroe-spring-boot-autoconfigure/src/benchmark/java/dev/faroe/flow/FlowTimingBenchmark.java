package dev.faroe.flow;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import dev.faroe.benchmark.HttpConnection;
import dev.faroe.delivery.CodeSender;
import dev.faroe.shop.ShopAccounts;
import dev.faroe.shop.ShopSecurity;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.util.ReflectionTestUtils;

/**
 * Tells whether the time of an answer says who has an account: sends requests of every
 * flow over HTTP, for addresses with and without one, in an order that nobody can guess.
 * Prints the t of Welch's test, of all samples and of those that are not among the
 * slowest. Beyond 4.5, the two can be told apart (Goodwill et al., A testing methodology
 * for side-channel resistance).
 */
public final class FlowTimingBenchmark {

	private static final String PASSWORD = "violet harbour sings";

	private static final int KNOWN = 100;

	private final Random random = new Random();

	private final FaroeServer server;

	private final HttpConnection visitor;

	private final HttpConnection user;

	private final String visitorToken;

	private final String userToken;

	private final Semaphore room;

	private final int capacity;

	private final int underWay;

	private final String wanted;

	private long addresses;

	private FlowTimingBenchmark(FaroeServer server, int underWay, String wanted) throws IOException {
		this.server = server;
		this.underWay = underWay;
		this.wanted = wanted;
		FlowParts parts = server.bean("faroeFlowParts");
		this.room = (Semaphore) ReflectionTestUtils.getField(parts.work(), "room");
		this.capacity = this.room.availablePermits();
		UserService users = server.bean(UserService.class);
		for (int known = 0; known < KNOWN; known++) {
			users.create(known(known), PASSWORD, null).block();
		}
		server.database().sql("UPDATE faroe_user SET email_verified = TRUE").then().block();
		this.visitor = new HttpConnection(server.url());
		this.visitorToken = this.visitor.csrfToken("/log-in");
		this.user = new HttpConnection(server.url());
		this.user.send(this.user.post("/log-in", "_csrf", this.user.csrfToken("/log-in"), "email", known(0), "password",
				PASSWORD));
		this.userToken = this.user.csrfToken("/log-in");
	}

	/**
	 * Measure.
	 * @param args the number of samples of each flow, the memory of a hash, and how much
	 * of what former requests have begun may be under way when the next is sent: 0 to
	 * tell most from each, but each then takes as long as that; and perhaps a text that
	 * the flows to measure have in their names
	 */
	public static void main(String[] args) throws IOException {
		int samples = Integer.parseInt(args[0]);
		FaroeServer server = FaroeServer.start(TestDatabase.POSTGRESQL.create(),
				new Class<?>[] { Host.class, ShopSecurity.class, ShopAccounts.class }, FaroeServer.WITH_SPRING_SECURITY,
				"faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false", "faroe.security.log-in.enabled=true",
				"faroe.flows.enabled=true", "faroe.delivery.enabled=true", "faroe.password.argon2.memory=" + args[1],
				"faroe.password.argon2.iterations=2", "faroe.rate-limit.email-request.capacity=10000000",
				"faroe.rate-limit.password-hashing.capacity=10000000", "spring.r2dbc.pool.initial-size=10");
		FlowTimingBenchmark timing = new FlowTimingBenchmark(server, Integer.parseInt(args[2]),
				(args.length > 3) ? args[3] : "");
		System.out.printf("Java %s, %d processors, hashes of %s%n%n", Runtime.version(),
				Runtime.getRuntime().availableProcessors(), args[1]);
		System.out.println("| Request | Samples | Median with account | without | t | t without the slowest 10 % |");
		System.out.println("| --- | --- | --- | --- | --- | --- |");
		HttpConnection visitor = timing.visitor;
		String token = timing.visitorToken;
		timing.measure("Sign-up", samples,
				(email) -> visitor.post("/sign-up", "_csrf", token, "email", email, "password", PASSWORD), visitor);
		timing.measure("Forgotten password", samples,
				(email) -> visitor.post("/forgotten-password", "_csrf", token, "email", email), visitor);
		timing.measure("Log-in by emailed code", samples,
				(email) -> visitor.post("/log-in/code", "_csrf", token, "email", email), visitor);
		timing.measure("Change of address", samples,
				(email) -> timing.user.post("/account/email", "_csrf", timing.userToken, "email", email), timing.user);
		System.exit(0);
	}

	private static String known(int number) {
		return "known%015d@example.com".formatted(number);
	}

	private String unknown() {
		return "nobody%014d@example.com".formatted(this.addresses++);
	}

	private void measure(String name, int samples, Flow flow, HttpConnection connection) throws IOException {
		if (!name.contains(this.wanted)) {
			return;
		}
		for (int index = 0; index < Math.min(samples, 2000); index++) {
			time(flow, connection, index % 2 == 0);
		}
		List<Long> with = new ArrayList<>();
		List<Long> without = new ArrayList<>();
		for (int index = 0; index < samples; index++) {
			boolean known = this.random.nextBoolean();
			(known ? with : without).add(time(flow, connection, known));
		}
		double[] first = with.stream().mapToDouble(Long::doubleValue).sorted().toArray();
		double[] second = without.stream().mapToDouble(Long::doubleValue).sorted().toArray();
		double slow = Math.max(first[first.length * 9 / 10], second[second.length * 9 / 10]);
		System.out.printf(Locale.ROOT, "| %s | %,d | %.0f µs | %.0f µs | %.2f | %.2f |%n", name, samples,
				first[first.length / 2] / 1e3, second[second.length / 2] / 1e3, t(first, second),
				t(below(first, slow), below(second, slow)));
	}

	private long time(Flow flow, HttpConnection connection, boolean known) throws IOException {
		byte[] request = flow.request(known ? known(1 + this.random.nextInt(KNOWN - 1)) : unknown());
		waitForTheWork();
		long begin = System.nanoTime();
		String answer = connection.send(request);
		long time = System.nanoTime() - begin;
		if (!answer.startsWith("200") && !answer.startsWith("303")) {
			throw new IOException(answer);
		}
		return time;
	}

	private void waitForTheWork() {
		while (this.room.availablePermits() < this.capacity - this.underWay) {
			LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
		}
		LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
	}

	private static double[] below(double[] samples, double limit) {
		return Arrays.stream(samples).filter((sample) -> sample <= limit).toArray();
	}

	/**
	 * Return the t of Welch's test.
	 */
	private static double t(double[] first, double[] second) {
		double error = Math.sqrt(variance(first) / first.length + variance(second) / second.length);
		return (mean(first) - mean(second)) / error;
	}

	private static double mean(double[] samples) {
		return Arrays.stream(samples).average().orElseThrow();
	}

	private static double variance(double[] samples) {
		double mean = mean(samples);
		return Arrays.stream(samples).map((sample) -> (sample - mean) * (sample - mean)).sum() / (samples.length - 1);
	}

	@FunctionalInterface
	private interface Flow {

		byte[] request(String email);

	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		CodeSender codeSender() {
			return (message) -> {
			};
		}

	}

}

package dev.faroe.passkey;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Measures ceremonies with passkeys: options and answer, by the service and a database,
 * 16 at once. What the authenticators do is measured apart. Prints medians of the rounds.
 */
public final class PasskeyBenchmark {

	private static final int AT_ONCE = 16;

	private static final int WARM_UP = 2;

	private PasskeyBenchmark() {
	}

	/**
	 * Measure.
	 * @param args the number of rounds, and of registrations and of authentications in
	 * each with each algorithm
	 */
	public static void main(String[] args) {
		int rounds = Integer.parseInt(args[0]);
		int ceremonies = Integer.parseInt(args[1]);
		System.out.printf("Java %s, %d processors, %d at once%n%n", Runtime.version(),
				Runtime.getRuntime().availableProcessors(), AT_ONCE);
		System.out.println(
				"| Database | Ceremony | Algorithm | Ceremonies/s | Processor time | Heap | Answer | By the authenticator |");
		int all = 0;
		for (TestDatabase database : TestDatabase.values()) {
			try (FaroeServer server = FaroeServer.start(database, "faroe.passkeys.enabled=true",
					"faroe.passkeys.origins=https://shop.example",
					"faroe.rate-limit.password-hashing.capacity=1000000")) {
				all += measure(server, database, rounds, ceremonies);
				if (database == TestDatabase.POSTGRESQL) {
					reportRows(server);
				}
			}
		}
		System.out.printf(Locale.ROOT, "%n%,d ceremonies, without those to warm up%n", all);
		System.exit(0);
	}

	private static int measure(FaroeServer server, TestDatabase database, int rounds, int ceremonies) {
		int users = 0;
		int count = 0;
		for (Algorithm algorithm : Algorithm.values()) {
			Measured[] registrations = new Measured[rounds];
			Measured[] authentications = new Measured[rounds];
			for (int round = -WARM_UP; round < rounds; round++) {
				List<Device> devices = devices(server, algorithm, users, ceremonies);
				users += ceremonies;
				PasskeyService passkeys = server.bean(PasskeyService.class);
				Measured registration = Measured.of(devices,
						(device) -> passkeys.registrationOptions(device.userId(), true),
						(device, options) -> device.authenticator().register(options),
						(device, answer) -> passkeys.register(device.userId(), answer, "Phone"));
				Measured authentication = Measured.of(devices,
						(device) -> passkeys.authenticationOptions(null, true, null),
						(device, options) -> device.authenticator().authenticate(options),
						(device, answer) -> passkeys.authenticate(answer));
				if (round >= 0) {
					registrations[round] = registration;
					authentications[round] = authentication;
					count += 2 * ceremonies;
				}
			}
			report(database, "registration", algorithm, registrations);
			report(database, "authentication", algorithm, authentications);
		}
		return count;
	}

	private static List<Device> devices(FaroeServer server, Algorithm algorithm, int first, int count) {
		UserService users = server.bean(UserService.class);
		List<Device> devices = new ArrayList<>();
		for (int user = first; user < first + count; user++) {
			String id = Objects
				.requireNonNull(
						users.create("user%d@example.com".formatted(user), "a long enough password", null).block())
				.id();
			devices.add(new Device(id, new SoftwareAuthenticator("https://shop.example", algorithm).countsUp()));
		}
		return devices;
	}

	private static void report(TestDatabase database, String ceremony, Algorithm algorithm, Measured[] rounds) {
		System.out.printf(Locale.ROOT, "| %s | %s | %s | %,.0f | %.0f µs | %,.0f bytes | %,.0f bytes | %.0f µs |%n",
				database, ceremony, algorithm, median(rounds, Measured::rate),
				median(rounds, Measured::processorMicros), median(rounds, Measured::heap),
				median(rounds, Measured::answer), median(rounds, Measured::authenticatorMicros));
	}

	private static double median(Measured[] rounds, Function<Measured, Double> figure) {
		double[] sorted = Arrays.stream(rounds).mapToDouble(figure::apply).sorted().toArray();
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	private static void reportRows(FaroeServer server) {
		server.bean(PasskeyService.class).authenticationOptions(null, true, null).repeat(9_999).blockLast();
		for (String table : List.of("faroe_passkey", "faroe_passkey_user", "faroe_passkey_challenge")) {
			Double bytes = server.bean(DatabaseClient.class)
				.sql("SELECT pg_total_relation_size('%1$s')::float8 / (SELECT count(*) FROM %1$s)".formatted(table))
				.map((row) -> row.get(0, Double.class))
				.one()
				.block();
			System.out.printf(Locale.ROOT, "| %s | a row with its indexes | %,.0f bytes |%n", table, bytes);
		}
	}

	private record Device(String userId, SoftwareAuthenticator authenticator) {
	}

	/**
	 * One round.
	 *
	 * @param rate ceremonies a second
	 * @param processorMicros the processor time of each in this process
	 * @param heap bytes that each allocated
	 * @param answer the length of an answer
	 * @param authenticatorMicros the time that the authenticator took for each, on one
	 * thread
	 */
	private record Measured(double rate, double processorMicros, double heap, double answer,
			double authenticatorMicros) {

		static Measured of(List<Device> devices, Function<Device, Mono<Map<String, Object>>> begin, Signing signing,
				Ending ending) {
			Meter options = new Meter();
			List<Map<String, Object>> begun = Objects.requireNonNull(
					Flux.fromIterable(devices).flatMapSequential(begin::apply, AT_ONCE).collectList().block());
			options.stop();
			long authenticator = System.nanoTime();
			List<String> answers = new ArrayList<>();
			for (int index = 0; index < devices.size(); index++) {
				answers.add(JsonMapper.shared().writeValueAsString(signing.sign(devices.get(index), begun.get(index))));
			}
			authenticator = System.nanoTime() - authenticator;
			Meter verification = new Meter();
			Flux.range(0, devices.size())
				.flatMap((index) -> ending.end(devices.get(index), answers.get(index)), AT_ONCE)
				.blockLast();
			verification.stop();
			int count = devices.size();
			return new Measured(count * 1e9 / (options.nanos + verification.nanos),
					(options.processor + verification.processor) / 1e3 / count,
					(double) (options.allocated + verification.allocated) / count,
					answers.stream()
						.mapToInt((answer) -> answer.getBytes(StandardCharsets.UTF_8).length)
						.average()
						.orElse(0),
					authenticator / 1e3 / count);
		}

	}

	@FunctionalInterface
	private interface Signing {

		Map<String, Object> sign(Device device, Map<String, Object> options);

	}

	@FunctionalInterface
	private interface Ending {

		Mono<?> end(Device device, String answer);

	}

	/**
	 * Time, processor time and allocation of the process.
	 */
	private static final class Meter {

		private static final OperatingSystemMXBean SYSTEM = ManagementFactory
			.getPlatformMXBean(OperatingSystemMXBean.class);

		private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

		private long nanos = System.nanoTime();

		private long processor = SYSTEM.getProcessCpuTime();

		private long allocated = allocatedSoFar();

		void stop() {
			this.nanos = System.nanoTime() - this.nanos;
			this.processor = SYSTEM.getProcessCpuTime() - this.processor;
			this.allocated = allocatedSoFar() - this.allocated;
		}

		private static long allocatedSoFar() {
			return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
				.filter((bytes) -> bytes > 0)
				.sum();
		}

	}

}

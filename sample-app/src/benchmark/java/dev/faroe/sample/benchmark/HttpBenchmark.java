package dev.faroe.sample.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * Measures the packed sample application, with its default settings and a pool of 10
 * connections to PostgreSQL, from another process over HTTP; in turns with the
 * {@link BareServer}.
 */
public final class HttpBenchmark {

	private static final int MANY_USERS = 1_000_000;

	private static final int FEW_USERS = 1000;

	private static final int[] CONNECTIONS = { 1, 16, 64 };

	private static final int SOME_CONNECTIONS = 16;

	private static final int LEAST_WARM_UPS = 6;

	private static final Duration SHORT = Duration.ofSeconds(1);

	/** The most that compilers may use in {@link #SHORT} when measuring begins. */
	private static final Duration HARDLY_COMPILING = Duration.ofMillis(40);

	private final Report report = new Report(System.out);

	private final BareHash bareHash = new BareHash();

	private final Form form;

	private final Database database;

	private final HttpLoad load;

	private HttpBenchmark(Form form, Database database, HttpLoad load) {
		this.form = form;
		this.database = database;
		this.load = load;
	}

	/**
	 * Run the benchmark and print tables.
	 * @param args {@code full} or {@code short}; then what to measure, the names of
	 * targets, {@code saturation}, {@code listing} or {@code memory}; or nothing for
	 * everything
	 * @throws Exception if something cannot be measured
	 */
	public static void main(String[] args) throws Exception {
		List<String> only = List.of(args).subList(1, args.length);
		Path directory = Files.createTempDirectory("benchmark");
		try (Database database = Database.start(); HttpLoad load = new HttpLoad()) {
			new HttpBenchmark(Form.of(args[0]), database, load).run(directory, only);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private void run(Path directory, List<String> only) throws Exception {
		try (Listing many = listing("many", MANY_USERS);
				MeasuredProcess faroe = startFaroe(directory);
				MeasuredProcess bare = startBare(directory)) {
			Targets targets = new Targets(faroe, bare, MANY_USERS);
			List<Subject> subjects = Stream
				.concat(targets.all().stream().map((target) -> target.on(this.load)), Stream.of(this.bareHash))
				.filter((subject) -> only.isEmpty() || only.contains(subject.name()))
				.toList();
			for (Subject subject : subjects) {
				warmUp(subject);
			}
			warmUpInTurns(subjects, List.of(faroe, bare));
			for (int connections : CONNECTIONS) {
				measureRequests(subjects, connections);
				this.report.print("%nResident memory of the sample application: %d MiB", faroe.residentMemory());
			}
			if (only.isEmpty() || only.contains("saturation")) {
				new Saturation(this.load, this.report, this.form).measure(targets, faroe);
			}
			if (only.isEmpty() || only.contains("listing")) {
				try (Listing few = listing("few", FEW_USERS)) {
					measureListing(few, many);
				}
			}
			if (only.isEmpty() || only.contains("memory")) {
				new Soak(this.load, this.report, this.form).measure(targets, faroe);
			}
		}
	}

	private MeasuredProcess startFaroe(Path directory) throws IOException, InterruptedException {
		Map<String, String> environment = new HashMap<>(this.database.environment("many"));
		environment.put("FAROE_REST_CREDENTIAL", Targets.CREDENTIAL);
		// Nobody listens there: others are not to be asked thousands of times about a
		// password, and new users are let in without an answer.
		environment.put("FAROE_PASSWORD_BREACHCHECK_BASEURL", "http://127.0.0.1:1");
		Path target = Path.of("target").toAbsolutePath();
		return MeasuredProcess.start(directory, List.of("@" + target.resolve("faroe.options"), "-jar",
				target.resolve("faroe-sample-app.jar").toString(), "--server.port=0", "--management.server.port=0"),
				environment);
	}

	private MeasuredProcess startBare(Path directory) throws IOException, InterruptedException {
		Path options = Path.of("target", "faroe.options").toAbsolutePath();
		return MeasuredProcess.start(directory,
				List.of("@" + options, "-classpath", System.getProperty("java.class.path"), BareServer.class.getName(),
						"--server.port=0", "--spring.config.location=optional:none.yml",
						"--spring.r2dbc.pool.max-size=10", "--spring.r2dbc.pool.max-acquire-time=5s"),
				this.database.environment("many"));
	}

	private Listing listing(String name, int users) throws SQLException {
		this.database.create(name);
		Listing listing = new Listing(this.database.environment(name), users);
		try (Connection connection = this.database.connect(name)) {
			Users.fill(connection, users, Math.min(users, Targets.TOTP_CREDENTIALS), this.bareHash.hash());
		}
		return listing;
	}

	private void measureRequests(List<Subject> subjects, int connections) throws InterruptedException {
		Map<String, List<Sample>> samples = new LinkedHashMap<>();
		for (int round = 0; round < this.form.rounds(); round++) {
			for (Subject subject : subjects) {
				samples.computeIfAbsent(subject.name(), (absent) -> new ArrayList<>())
					.add(subject.measure(connections, this.form.window()));
			}
		}
		this.report.requests(connections, samples);
	}

	/**
	 * Sends requests until neither the throughput nor the processor time per request
	 * changes much any more: while the JVM compiles, the latter goes down.
	 */
	private void warmUp(Subject subject) throws InterruptedException {
		List<Sample> samples = new ArrayList<>();
		long end = System.nanoTime() + this.form.longestWarmUp().toNanos();
		while (System.nanoTime() < end
				&& !(isFlat(samples, Sample::throughput) && isFlat(samples, Sample::processorPerRequest))) {
			samples.add(subject.measure(SOME_CONNECTIONS, SHORT));
		}
		this.report.warmedUp(subject, samples);
	}

	/**
	 * Sends all kinds of requests in turns until the servers hardly compile any more
	 * while they answer any of them: each kind that is new to a server makes it compile
	 * what others share with it once more.
	 */
	private void warmUpInTurns(List<Subject> subjects, List<MeasuredProcess> servers) throws InterruptedException {
		List<Duration> compiling = new ArrayList<>();
		while (compiling.size() < this.form.mostWarmUpTurns()
				&& (compiling.isEmpty() || compiling.get(compiling.size() - 1).compareTo(HARDLY_COMPILING) > 0)) {
			Duration most = Duration.ZERO;
			for (Subject subject : subjects) {
				Duration before = compilerTime(servers);
				subject.measure(SOME_CONNECTIONS, SHORT);
				Duration used = compilerTime(servers).minus(before);
				most = (used.compareTo(most) > 0) ? used : most;
			}
			compiling.add(most);
		}
		if (!compiling.isEmpty()) {
			this.report.warmedUpInTurns(compiling);
		}
	}

	private static Duration compilerTime(List<MeasuredProcess> servers) {
		return servers.stream().map(MeasuredProcess::compilerTime).reduce(Duration.ZERO, Duration::plus);
	}

	private static boolean isFlat(List<Sample> samples, ToDoubleFunction<Sample> value) {
		if (samples.size() < LEAST_WARM_UPS) {
			return false;
		}
		DoubleSummaryStatistics last = samples.subList(samples.size() - 4, samples.size())
			.stream()
			.mapToDouble(value)
			.summaryStatistics();
		return last.getMin() > 0.95 * last.getMax();
	}

	private void measureListing(Listing few, Listing many) {
		for (Listing.Part part : Listing.Part.values()) {
			int times = (part == Listing.Part.FIRST_PAGE) ? 500 : 5;
			List<Double> fewTimes = new ArrayList<>();
			List<Double> manyTimes = new ArrayList<>();
			few.time(part, times);
			many.time(part, times);
			for (int round = 0; round < this.form.rounds(); round++) {
				fewTimes.add(few.time(part, times));
				manyTimes.add(many.time(part, times));
			}
			this.report.listing(part, fewTimes, manyTimes);
		}
	}

}

package dev.faroe.sample.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a JVM of its own. Its processor time and memory are what Linux says of the
 * process.
 */
final class MeasuredProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

	private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

	private static final Pattern COMPILER = Pattern.compile("\\(C[12] CompilerThre");

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	/** The unit of processor times in /proc: USER_HZ is 100 wherever Java runs. */
	private static final Duration TICK = Duration.ofMillis(10);

	private static final Duration LONGEST_START = Duration.ofMinutes(1);

	private final Process process;

	private final int port;

	private MeasuredProcess(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Start a server.
	 * @param directory the directory to start it in, where its log goes too
	 * @param options the options of the JVM and what it is to run
	 * @param environment environment variables beside those of this process
	 * @return the server, which accepts connections
	 */
	static MeasuredProcess start(Path directory, List<String> options, Map<String, String> environment)
			throws IOException, InterruptedException {
		Path log = Files.createTempFile(directory, "server", ".log");
		List<String> command = new ArrayList<>(List.of(JAVA));
		command.addAll(options);
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().putAll(environment);
		Process process = builder.start();
		long deadline = System.nanoTime() + LONGEST_START.toNanos();
		while (!process.waitFor(100, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
			Matcher port = PORT.matcher(Files.readString(log));
			if (port.find()) {
				return new MeasuredProcess(process, Integer.parseInt(port.group(1)));
			}
		}
		process.destroyForcibly();
		throw new IllegalStateException("The server did not start:\n" + Files.readString(log));
	}

	int port() {
		return this.port;
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * The processor time that the process has used so far.
	 */
	Duration processorTime() {
		return TICK.multipliedBy(ticks(proc("stat")));
	}

	/**
	 * The processor time, in ticks, that a stat file tells.
	 */
	private static long ticks(String stat) {
		// The name of the program or thread, in parentheses, may have spaces.
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
	}

	/**
	 * The processor time that the threads which compile have used so far. Those that have
	 * ended do not count.
	 */
	Duration compilerTime() {
		long ticks = 0;
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(file("task"))) {
			for (Path thread : threads) {
				ticks += compilerTicks(thread.resolve("stat"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The server is gone, or this is not Linux", ex);
		}
		return TICK.multipliedBy(ticks);
	}

	private static long compilerTicks(Path stat) {
		try {
			String text = Files.readString(stat);
			return COMPILER.matcher(text).find() ? ticks(text) : 0;
		}
		catch (IOException ex) {
			// The thread ended after it was listed.
			return 0;
		}
	}

	/**
	 * The resident memory of the process, in MiB.
	 */
	long residentMemory() {
		Matcher resident = RESIDENT.matcher(proc("status"));
		if (!resident.find()) {
			throw new IllegalStateException("Linux tells no resident memory");
		}
		return Long.parseLong(resident.group(1)) / 1024;
	}

	private Path file(String name) {
		return Path.of("/proc", Long.toString(this.process.pid()), name);
	}

	private String proc(String file) {
		try {
			return Files.readString(file(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The server is gone, or this is not Linux", ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}

package dev.faroe.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packed application in a process of its own.
 */
final class SampleServer implements AutoCloseable {

	/**
	 * The processes run for a moment: the second compiler and a collector of several
	 * threads would only take time from them.
	 */
	static final List<String> JAVA = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	static final Path JAR = Path.of("target", "faroe-sample-app.jar").toAbsolutePath();

	static final Path IMPORT_JAR = Path.of("target", "faroe-sample-app-import.jar").toAbsolutePath();

	private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final Path log;

	private final String url;

	private final String managementUrl;

	private SampleServer(Process process, Path log, List<String> ports) {
		this.process = process;
		this.log = log;
		this.url = "http://127.0.0.1:" + ports.get(0);
		this.managementUrl = "http://127.0.0.1:" + ports.get(1);
	}

	static SampleServer start(Path directory, Map<String, String> environment) throws Exception {
		return start(directory, JAR, environment);
	}

	static SampleServer start(Path directory, Path jar, Map<String, String> environment, String... options)
			throws Exception {
		Path log = Files.createTempFile(directory, "server", ".log");
		List<String> command = new ArrayList<>(JAVA);
		command.addAll(List.of(options));
		command.addAll(List.of("-jar", jar.toString(), "--server.port=0", "--management.server.port=0"));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("FAROE_") || name.startsWith("SPRING_"));
		builder.environment().putAll(environment);
		Process process = builder.start();
		try {
			return new SampleServer(process, log, awaitPorts(process, log));
		}
		catch (RuntimeException ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	/**
	 * The port of the actuator comes after the port of the API.
	 */
	private static List<String> awaitPorts(Process process, Path log) throws Exception {
		long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
		while (System.nanoTime() < deadline) {
			List<String> ports = PORT.matcher(Files.readString(log)).results().map((port) -> port.group(1)).toList();
			if (ports.size() == 2) {
				return ports;
			}
			// Waits for the end of the process as a pause that ends early when it fails.
			if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
				break;
			}
		}
		throw new IllegalStateException("The server did not start:\n" + Files.readString(log));
	}

	HttpResponse<String> send(String method, String path, String body, String credential) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + path))
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.header("Authorization", credential)
			.header("Content-Type", "application/json")
			.build();
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Send a request that no well-behaved client would send.
	 */
	String sendLine(String requestLine) throws IOException {
		URI uri = URI.create(this.url);
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			String request = requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	String url() {
		return this.url;
	}

	String managementUrl() {
		return this.managementUrl;
	}

	String log() throws IOException {
		return Files.readString(this.log);
	}

	/**
	 * Stop the server as a terminal or a service manager would.
	 */
	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(1, TimeUnit.MINUTES)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}

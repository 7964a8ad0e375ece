import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Starts the server of a folder once, with a database of its own, sends what users send
 * first, and stops it: the JVM then writes an archive of all classes that were loaded.
 * The build runs this source as it is.
 * <p>
 * Arguments: the folder, and the file with the options of the JVM that the server is
 * started with later. An archive fits these alone.
 */
public final class ClassArchive {

	private static final String ARCHIVE = "faroe.jsa";

	private static final String JAR = "faroe-sample-app.jar";

	private static final String CREDENTIAL = "only-for-the-archive";

	private static final String USER = "{\"email\":\"ann@example.com\",\"password\":\"violet-harbour-sings-42\"}";

	private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private ClassArchive() {
	}

	public static void main(String[] args) throws Exception {
		Path folder = Path.of(args[0]).toAbsolutePath();
		Path options = Path.of(args[1]).toAbsolutePath();
		Path work = Files.createTempDirectory("faroe-archive");
		Path log = work.resolve("log");
		Process server = start(folder, options, work, log);
		try {
			if (!server.supportsNormalTermination()) {
				System.err.println("There is no archive of classes: this system can only kill the server");
				return;
			}
			sendFirstRequests("http://127.0.0.1:" + awaitPort(server, log));
			server.destroy();
			if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !Files.exists(folder.resolve(ARCHIVE))) {
				throw new IllegalStateException("There is no archive");
			}
		}
		catch (Exception ex) {
			System.err.println(Files.readString(log));
			throw ex;
		}
		finally {
			server.destroyForcibly().waitFor();
			delete(work);
		}
	}

	private static Process start(Path folder, Path options, Path work, Path log) throws Exception {
		// A name without a folder in front: the archive is good wherever the folder is moved to.
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"@" + options, "-XX:ArchiveClassesAtExit=" + ARCHIVE, "-jar", JAR, "--server.port=0",
				"--server.address=127.0.0.1", "--management.server.port=0", "--faroe.rest.credential=" + CREDENTIAL,
				"--faroe.password.breach-check.enabled=false",
				"--spring.r2dbc.url=r2dbc:h2:file:///" + work.resolve("database"));
		builder.environment()
			.keySet()
			.removeIf((name) -> name.matches("(FAROE|SPRING|SAMPLE|SERVER|MANAGEMENT|LOGGING|JAVA|JDK)_.*"));
		return builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private static String awaitPort(Process server, Path log) throws Exception {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < deadline) {
			List<String> ports = PORT.matcher(Files.readString(log)).results().map((port) -> port.group(1)).toList();
			if (ports.size() == 2) {
				return ports.get(0);
			}
			if (server.waitFor(50, TimeUnit.MILLISECONDS)) {
				break;
			}
		}
		throw new IllegalStateException("The server did not start");
	}

	private static void sendFirstRequests(String url) throws Exception {
		send(url, "POST", "/users", USER);
		send(url, "POST", "/authenticate/password", USER);
		send(url, "GET", "/users", "");
		send(url, "GET", "/", "");
		send(url, "GET", "/sign-in", "");
	}

	private static void send(String url, String method, String path, String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
			.method(method, BodyPublishers.ofString(body))
			.header("Authorization", CREDENTIAL)
			.header("Content-Type", "application/json")
			.timeout(PATIENCE)
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
		if (response.statusCode() != 200) {
			throw new IllegalStateException(
					"%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
		}
	}

	private static void delete(Path work) throws Exception {
		try (var files = Files.walk(work)) {
			for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
				Files.delete(file);
			}
		}
	}

}

package dev.faroe.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packed application, started in the ways that take less time.
 */
class FastStartIT {

	private static final String CREDENTIAL = "a credential of our own";

	/**
	 * With ahead-of-time processing, whether there is a breach check was decided when the
	 * application was built. Nobody listens at this address.
	 */
	private static final Map<String, String> ENVIRONMENT = Map.of("FAROE_REST_CREDENTIAL", CREDENTIAL,
			"FAROE_PASSWORD_BREACHCHECK_BASEURL", "http://127.0.0.1:1");

	private static final String AOT = "-Dspring.aot.enabled=true";

	@TempDir
	private Path directory;

	@Test
	void startsWithTheBeanDefinitionsOfTheBuildAndAnArchiveOfLoadedClasses() throws Exception {
		run("-Djarmode=tools", "-jar", SampleServer.JAR.toString(), "extract", "--destination", "app");
		Path jar = this.directory.resolve("app").resolve(SampleServer.JAR.getFileName());
		Path archive = this.directory.resolve("faroe.jsa");
		try (SampleServer server = SampleServer.start(this.directory, jar, ENVIRONMENT, AOT,
				"-XX:ArchiveClassesAtExit=" + archive)) {
			assertThat(server.log()).contains("Starting AOT-processed SampleApplication");
			signUpAndLogIn(server);
		}
		Files.delete(this.directory.resolve("data/faroe.mv.db"));
		assertThat(archive).isNotEmptyFile();
		// Without the archive, it would not start at all.
		try (SampleServer server = SampleServer.start(this.directory, jar, ENVIRONMENT, AOT, "-Xshare:on",
				"-XX:SharedArchiveFile=" + archive)) {
			assertThat(server.log()).contains("Starting AOT-processed SampleApplication");
			signUpAndLogIn(server);
		}
	}

	private static void signUpAndLogIn(SampleServer server) {
		String user = "{\"email\":\"ann@example.com\",\"password\":\"violet-harbour-sings-42\"}";
		assertThat(server.send("POST", "/users", user, CREDENTIAL).statusCode()).isEqualTo(200);
		assertThat(server.send("POST", "/authenticate/password", user, CREDENTIAL).body()).contains("ann@example.com");
		assertThat(server.send("GET", "/openapi.json", "", CREDENTIAL).statusCode()).isEqualTo(200);
	}

	private void run(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(SampleServer.JAVA);
		command.addAll(List.of(arguments));
		Path log = Files.createTempFile(this.directory, "command", ".log");
		Process process = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		boolean ended = process.waitFor(2, TimeUnit.MINUTES);
		if (!ended) {
			process.destroyForcibly();
		}
		assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
	}

}

package dev.faroe.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The published JavaScript client, unchanged, against the sample application. The client
 * is installed with npm, so that the test needs that, Node.js 20 or later, and a package
 * registry; it is skipped where they are missing.
 */
@Tag("one-jdk")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "faroe.rest.credential=sdk-credential", "management.server.port=0",
				"faroe.password.breach-check.enabled=false",
				"spring.r2dbc.url=r2dbc:h2:mem:///sdk-methods?options=DB_CLOSE_DELAY=-1" })
class SdkMethodsTests {

	private static final List<String> FILES = List.of("package.json", "package-lock.json", "sdk-methods.mjs");

	private static final Path SOURCE = Path.of("src", "test", "js");

	private static final Path DIRECTORY = Path.of("target", "sdk");

	@LocalServerPort
	private int port;

	@Test
	void allMethodsWork() throws Exception {
		assumeThat(run("node", "--version")).as("Node.js, which the client runs on").matches(Result::succeeded);
		copyFiles();
		assumeThat(run("npm", "ci", "--no-audit", "--no-fund")).as("npm, which installs the client")
			.matches(Result::succeeded);
		assertThat(run("node", "sdk-methods.mjs", "http://127.0.0.1:" + this.port, "sdk-credential"))
			.matches(Result::succeeded);
	}

	private static void copyFiles() throws IOException {
		Files.createDirectories(DIRECTORY);
		for (String file : FILES) {
			Files.write(DIRECTORY.resolve(file), Files.readAllBytes(SOURCE.resolve(file)));
		}
	}

	private static Result run(String... command) throws IOException, InterruptedException {
		Files.createDirectories(DIRECTORY);
		Path output = Files.createTempFile(DIRECTORY, command[0], ".log");
		try {
			Process process = new ProcessBuilder(command).directory(DIRECTORY.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			boolean ended = process.waitFor(3, TimeUnit.MINUTES);
			if (!ended) {
				process.destroyForcibly().waitFor();
			}
			return new Result(ended && process.exitValue() == 0, Files.readString(output, StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			return new Result(false, String.valueOf(ex.getMessage()));
		}
		finally {
			Files.delete(output);
		}
	}

	private record Result(boolean succeeded, String output) {
	}

}

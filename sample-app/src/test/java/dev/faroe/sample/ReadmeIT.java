package dev.faroe.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the README tells people to paste.
 */
class ReadmeIT {

	private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

	@TempDir
	private Path directory;

	@Test
	void everyCommandOfTheWalkThroughWorks() throws Exception {
		assumeTrue(run(List.of("bash", "-c", "command -v curl && command -v python3"), "commands").exit() == 0,
				"The walk through needs bash, curl and python3");
		try (SampleServer server = SampleServer.start(this.directory,
				Map.of("FAROE_PASSWORD_BREACHCHECK_ENABLED", "false"))) {
			Result result = run(List.of("bash", "-euo", "pipefail", "-c", script(server.url())), "output");
			assertThat(result.exit()).as(result.output()).isZero();
			assertThat(result.output()).doesNotContain("\"error\"")
				.contains("ann@example.com", "bob@example.com", "\"email_verified\":true")
				.contains("{\"email\":\"robert@example.com\"}");
		}
	}

	/**
	 * The first sign-up and the walk through: all commands but those that start, build
	 * and install.
	 */
	private static String script(String url) throws Exception {
		String readme = Files.readString(Path.of("..", "README.md"));
		String script = COMMANDS.matcher(readme)
			.results()
			.map((MatchResult block) -> block.group(1))
			.filter((block) -> !block.contains("mvn ") && !block.contains("faroe-sample-app.jar"))
			.collect(Collectors.joining("\n"));
		assertThat(script).contains("http://localhost:4000");
		return script.replace("http://localhost:4000", url);
	}

	private Result run(List<String> command, String name) throws Exception {
		Path output = this.directory.resolve(name);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		if (!process.waitFor(2, TimeUnit.MINUTES)) {
			process.destroyForcibly();
			throw new IllegalStateException("No end of " + command);
		}
		return new Result(process.exitValue(), Files.readString(output));
	}

	private record Result(int exit, String output) {
	}

}

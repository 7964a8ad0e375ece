package dev.faroe.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packed server as a folder, moved to another place and started as documented.
 */
class ServerFolderIT {

	private static final Path PACKED = Path.of("target", "faroe-server").toAbsolutePath();

	private static final Path JAR = Path.of("faroe-sample-app.jar");

	private static final String CREDENTIAL = "a credential of our own";

	private static final Map<String, String> ENVIRONMENT = Map.of("FAROE_REST_CREDENTIAL", CREDENTIAL,
			"FAROE_PASSWORD_BREACHCHECK_ENABLED", "false");

	private static final String USER = "{\"email\":\"ann@example.com\",\"password\":\"violet-harbour-sings-42\"}";

	@TempDir
	private Path directory;

	private Path folder;

	private Path archive;

	@BeforeEach
	void move() throws Exception {
		this.folder = this.directory.resolve("moved");
		this.archive = this.folder.resolve("faroe.jsa");
		try (Stream<Path> files = Files.walk(PACKED)) {
			for (Path file : files.toList()) {
				Files.copy(file, this.folder.resolve(PACKED.relativize(file).toString()),
						StandardCopyOption.COPY_ATTRIBUTES);
			}
		}
	}

	@Test
	void takesItsClassesFromTheArchive() throws Exception {
		try (SampleServer server = start()) {
			assertThat(server.send("POST", "/users", USER, CREDENTIAL).statusCode()).isEqualTo(200);
			assertThat(server.send("POST", "/authenticate/password", USER, CREDENTIAL).statusCode()).isEqualTo(200);
			assertThat(server.log()).doesNotContain("[error]", "[warning]", "WARNING: A ", "VM warning");
		}
		List<String> loaded = Files.readAllLines(this.folder.resolve("classes.log"));
		assertThat(loaded).hasSizeGreaterThan(5_000);
		assertThat(loaded.stream().filter((line) -> line.contains("shared objects file")).count())
			.isGreaterThan(loaded.size() * 8L / 10);
		assertThat(this.folder.resolve("data/faroe.mv.db")).exists();
	}

	@Test
	void doesWithoutTheArchiveAndMakesAnotherWhereTheJvmKnowsHowTo() throws Exception {
		Files.delete(this.archive);
		try (SampleServer server = start()) {
			assertThat(server.send("POST", "/users", USER, CREDENTIAL).statusCode()).isEqualTo(200);
		}
		assertThat(Files.exists(this.archive)).isEqualTo(Runtime.version().feature() >= 19);
	}

	@Test
	void doesWithoutAnArchiveThatIsNone() throws Exception {
		Files.delete(this.archive);
		Files.writeString(this.archive, "none");
		try (SampleServer server = start()) {
			assertThat(server.send("POST", "/users", USER, CREDENTIAL).statusCode()).isEqualTo(200);
		}
	}

	private SampleServer start() throws Exception {
		return SampleServer.start(this.folder, JAR, ENVIRONMENT, "@faroe.options", "-Xlog:class+load:file=classes.log");
	}

}

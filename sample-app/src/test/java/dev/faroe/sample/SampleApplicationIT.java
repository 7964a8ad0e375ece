package dev.faroe.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packed application.
 */
@Tag("one-jdk")
class SampleApplicationIT {

	private static final String DEVELOPMENT = DevelopmentCredentialWarning.DEVELOPMENT_CREDENTIAL;

	private static final String USER = "{\"email\":\"ann@example.com\",\"password\":\"violet-harbour-sings-42\"}";

	/** Without it, sign-ups would ask a server that tests cannot reach. */
	private static final Map.Entry<String, String> OFFLINE = Map.entry("FAROE_PASSWORD_BREACHCHECK_ENABLED", "false");

	/** What only pages, sessions, passkeys and mails need. */
	private static final Pattern PAGES = Pattern
		.compile("\\] (org\\.thymeleaf|org\\.springframework\\.(security\\.(config|web|core)|session)|com\\.webauthn4j"
				+ "|com\\.google\\.zxing|jakarta\\.mail|org\\.eclipse\\.angus|dev\\.faroe\\.(passkey|flow|login|mail)"
				+ "|dev\\.faroe\\.sample\\.(pages|mailbox))\\.");

	/**
	 * Spring looks whether these are there, to do without them; and where Jackson looks
	 * for its annotations, it sees others. The actuator looks for who asks it.
	 */
	private static final List<String> LOOKED_FOR = List.of("] org.thymeleaf.ITemplateEngine ",
			"] org.thymeleaf.TemplateEngine ", "] org.thymeleaf.spring6.ISpringTemplateEngine ",
			"] org.thymeleaf.spring6.SpringTemplateEngine ",
			"] org.springframework.security.web.util.matcher.RequestMatcher ",
			"] org.springframework.security.core.context.ReactiveSecurityContextHolder",
			"] org.springframework.security.core.context.SecurityContext ",
			"] dev.faroe.sample.mailbox.ConditionalOnMailbox", "] dev.faroe.sample.pages.Page ");

	@TempDir
	private Path directory;

	@Test
	void isSmall() throws Exception {
		assertThat(Files.size(SampleServer.JAR)).isLessThan(50_000_000);
	}

	@Test
	void keepsItsUsersAcrossARestart() throws Exception {
		try (SampleServer server = SampleServer.start(this.directory, Map.ofEntries(OFFLINE))) {
			assertThat(server.send("POST", "/users", USER, DEVELOPMENT).statusCode()).isEqualTo(200);
			assertThat(server.log()).contains("The REST API accepts the development credential");
			assertThat(server.log().lines().filter((line) -> line.contains("WARN") || line.contains("ERROR")))
				.hasSize(2);
			assertThat(server.log()).contains("can read all mails at /dev/mailbox");
			assertThat(server.log()).doesNotContain("WARNING:").doesNotContain("\tat ");
		}
		try (SampleServer server = SampleServer.start(this.directory, Map.ofEntries(OFFLINE))) {
			HttpResponse<String> user = server.send("POST", "/authenticate/password", USER, DEVELOPMENT);
			assertThat(user.statusCode()).isEqualTo(200);
			assertThat(user.body()).contains("ann@example.com");
		}
		assertThat(this.directory.resolve("data/faroe.mv.db")).exists();
	}

	@Test
	void hasAllThatTheBreachCheckNeeds() throws Exception {
		try (SampleServer server = SampleServer.start(this.directory,
				Map.of("FAROE_PASSWORD_BREACHCHECK_BASEURL", "https://127.0.0.1:1"))) {
			assertThat(server.send("POST", "/users", USER, DEVELOPMENT).statusCode()).isEqualTo(200);
			assertThat(server.log()).contains("ConnectException").doesNotContain("NoClassDefFoundError");
		}
	}

	@Test
	void usesPostgresqlFromTheEnvironment() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
				SampleServer server = SampleServer.start(this.directory,
						Map.ofEntries(OFFLINE,
								Map.entry("SPRING_R2DBC_URL",
										"r2dbc:postgresql://localhost:" + postgres.getPort() + "/postgres"),
								Map.entry("SPRING_R2DBC_USERNAME", "postgres"),
								Map.entry("SPRING_R2DBC_PASSWORD", "postgres")))) {
			assertThat(server.send("POST", "/users", USER, DEVELOPMENT).statusCode()).isEqualTo(200);
			assertThat(server.send("POST", "/users", USER, DEVELOPMENT).body())
				.isEqualTo("{\"error\":\"EMAIL_ALREADY_USED\"}");
		}
		assertThat(this.directory.resolve("data")).doesNotExist();
	}

	/**
	 * The REST API alone, with a credential of its own.
	 */
	@Nested
	class WithoutPages {

		private static final String CREDENTIAL = "a credential of our own";

		@TempDir
		private static Path folder;

		private static SampleServer server;

		@BeforeAll
		static void start() throws Exception {
			server = SampleServer.start(folder, SampleServer.JAR,
					Map.ofEntries(OFFLINE, Map.entry("FAROE_REST_CREDENTIAL", CREDENTIAL),
							Map.entry("SAMPLE_PAGES_ENABLED", "false"),
							Map.entry("FAROE_ENCRYPTION_KEYS", "key:" + "0123456789abcdef".repeat(4))),
					"-Xlog:class+load:file=classes.log");
			assertThat(server.send("POST", "/users", USER, CREDENTIAL).statusCode()).isEqualTo(200);
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@Test
		void takesItsCredentialFromTheEnvironment() throws Exception {
			assertThat(server.send("GET", "/users", "", DEVELOPMENT).statusCode()).isEqualTo(401);
			assertThat(server.send("GET", "/users", "", CREDENTIAL).statusCode()).isEqualTo(200);
			for (String path : List.of("/unknown", "/sign-in")) {
				assertThat(server.send("GET", path, "", DEVELOPMENT).body())
					.isEqualTo("{\"error\":\"NOT_AUTHENTICATED\"}");
				assertThat(server.send("GET", path, "", CREDENTIAL).body()).isEqualTo("{\"error\":\"NOT_FOUND\"}");
			}
			assertThat(server.sendLine("GET /users/%zz HTTP/1.1")).startsWith("HTTP/1.1 400")
				.endsWith("{\"error\":\"INVALID_DATA\"}");
			assertThat(server.log()).doesNotContain("WARN").doesNotContain(CREDENTIAL);
		}

		@Test
		void hasTheActuatorOnItsOwnPort() throws Exception {
			assertThat(server.send("GET", "/actuator/health", "", "").statusCode()).isEqualTo(401);
			assertThat(actuator(server, "health")).contains("\"status\":\"UP\"");
			assertThat(actuator(server, "health/readiness")).contains("\"status\":\"UP\"");
			assertThat(actuator(server, "info")).contains("\"argon2Engine\"").contains("\"version\"");
			assertThat(actuator(server, "prometheus")).contains("faroe_user_create_seconds_count")
				.doesNotContain("ann@example.com");
		}

		@Test
		void loadsNothingOfThePages() throws Exception {
			assertThat(server.log()).doesNotContain("mailbox");
			assertThat(Files.readAllLines(folder.resolve("classes.log"))).hasSizeGreaterThan(5000)
				.filteredOn((line) -> PAGES.matcher(line).find() && LOOKED_FOR.stream().noneMatch(line::contains))
				.isEmpty();
		}

		private static String actuator(SampleServer server, String path) throws Exception {
			HttpRequest request = HttpRequest.newBuilder(URI.create(server.managementUrl() + "/actuator/" + path))
				.build();
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
			return response.body();
		}

	}

}

package dev.faroe.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import javax.crypto.spec.SecretKeySpec;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.faroe.sample.gofaroe.GoFaroeDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packed application imports files of a Go Faroe server.
 */
@Tag("one-jdk")
class ImportGoFaroeIT {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void usersLogInAsBefore(ImportTarget target) throws Exception {
		try (ImportTarget.Database database = target.create(this.directory)) {
			CommandProcess command = CommandProcess.start(this.directory, database.environment(), ImportTarget.COMMAND,
					GoFaroeDatabase.REAL.toAbsolutePath().toString());
			assertThat(command.exitValue()).as(command.output()).isZero();
			assertThat(command.output()).doesNotContain("$argon2id$").doesNotContain("WARNING:");
			JsonNode users = JsonMapper.shared().readTree(Files.readString(GoFaroeDatabase.REAL_CALLS));
			try (SampleServer server = SampleServer.start(this.directory, database.environment())) {
				assertThat(users).hasSize(12);
				users.forEach((user) -> requireSame(server, user));
			}
		}
	}

	@Test
	void serverAloneSaysWhichJarImports() throws Exception {
		CommandProcess command = CommandProcess.start(SampleServer.JAR, this.directory, Map.of(), ImportTarget.COMMAND,
				GoFaroeDatabase.REAL.toAbsolutePath().toString());
		assertThat(command.exitValue()).isEqualTo(2);
		assertThat(command.output().strip()).isEqualTo("The server alone cannot read SQLite files. "
				+ "Usage: java -jar faroe-sample-app-import.jar import-go-faroe <SQLite file> [--name=value]...");
		assertThat(this.directory.resolve("data")).doesNotExist();
	}

	private static void requireSame(SampleServer server, JsonNode expected) {
		String path = "/users/" + expected.get("id").stringValue();
		JsonNode user = JsonMapper.shared().readTree(server.send("GET", path, "", ImportTarget.CREDENTIAL).body());
		for (String member : List.of("id", "created_at", "recovery_code")) {
			assertThat(user.get(member)).isEqualTo(expected.get(member));
		}
		assertThat(user.get("totp_registered").booleanValue()).isEqualTo(!expected.get("totp_credentials").isEmpty());
		String password = JsonMapper.shared().writeValueAsString(Map.of("password", expected.get("password")));
		assertThat(server.send("POST", path + "/verify-password", password, ImportTarget.CREDENTIAL).statusCode())
			.isEqualTo(204);
		assertThat(server.send("POST", path + "/verify-password", "{\"password\":\"another\"}", ImportTarget.CREDENTIAL)
			.body()).contains("INCORRECT_PASSWORD");
		expected.get("totp_credentials").forEach((credential) -> requireSameCredential(server, credential));
	}

	private static void requireSameCredential(SampleServer server, JsonNode expected) {
		String path = "/totp-credentials/" + expected.get("id").stringValue();
		JsonNode credential = JsonMapper.shared()
			.readTree(server.send("GET", path, "", ImportTarget.CREDENTIAL).body());
		assertThat(credential.get("created_at")).isEqualTo(expected.get("created_at"));
		byte[] key = Base64.getDecoder().decode(expected.get("key").stringValue());
		String body = "{\"code\":\"" + code(key) + "\"}";
		assertThat(server.send("POST", path + "/verify-totp", body, ImportTarget.CREDENTIAL).statusCode())
			.isEqualTo(204);
		assertThat(server.send("POST", path + "/verify-totp", body, ImportTarget.CREDENTIAL).body())
			.contains("INCORRECT_CODE");
	}

	private static String code(byte[] key) {
		try {
			TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
			return generator.generateOneTimePasswordString(new SecretKeySpec(key, generator.getAlgorithm()),
					Instant.now());
		}
		catch (InvalidKeyException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

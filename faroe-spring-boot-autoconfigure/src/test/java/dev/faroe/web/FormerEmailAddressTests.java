package dev.faroe.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Users whose stored address would not be accepted today.
 */
class FormerEmailAddressTests extends EndpointTests {

	private static final Pattern QUERY = Pattern.compile("SELECT id FROM faroe_user\nWHERE email ~ '[^']+'");

	@BeforeEach
	void startWithoutUsers() {
		server().deleteAllUsers();
	}

	@Test
	void keepTheirAccountsAndGetAnotherAddress() {
		String address = "ann\r\nbcc: bob@example.com";
		String id = createUserWith(address);
		String path = "/users/" + id;
		assertThat(get(path).json().get("email").stringValue()).isEqualTo(address);
		assertThat(get("/users").json().get(0).get("email").stringValue()).isEqualTo(address);
		assertThat(post("/authenticate/password", "email", address, "password", PASSWORD).error())
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post(path + "/verify-password", "password", PASSWORD).status()).isEqualTo(204);

		JsonNode update = post(path + "/email-update-requests", "email", "ann@example.com").json();
		assertThat(post("/verify-new-email", "request_id", id(update), "code", code(update)).status()).isEqualTo(200);
		assertThat(post("/authenticate/password", "email", "ann@example.com", "password", PASSWORD).status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r", "\n", "\u0001", "\u001B", "\u007F", "\u0085", "\u061C", "\u200E", "\u2028", "\u202E",
			"\u2066", "\uFEFF" })
	void areFoundByTheDocumentedQuery(String character) throws IOException {
		assumeTrue(database() == TestDatabase.POSTGRESQL);
		String id = createUserWith("a" + character + "@example.com");
		createUserWith("ordinary \u00FC\uD83D\uDE00\u200D@example.com");
		Matcher query = QUERY.matcher(Files.readString(Path.of("../docs/operations.md")));
		assertThat(query.find()).isTrue();
		assertThat(server().database().sql(query.group()).mapValue(String.class).all().collectList().block())
			.containsExactly(id);
	}

	private String createUserWith(String address) {
		String id = createUserId();
		server().database()
			.sql("UPDATE faroe_user SET email = :email WHERE id = :id")
			.bind("email", address)
			.bind("id", id)
			.then()
			.block();
		return id;
	}

}

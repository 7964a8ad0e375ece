package dev.faroe.web;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import dev.faroe.test.EndpointTests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code GET /users}.
 */
@Tag("one-jdk")
class ListUsersEndpointTests extends EndpointTests {

	@BeforeEach
	void startWithoutUsers() {
		server().deleteAllUsers();
	}

	@Test
	void listsNoUsers() {
		Answer answer = get("/users");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("[]");
		assertThat(answer.header("X-Pagination-Total")).isEqualTo("0");
		assertThat(answer.header("X-Pagination-Total-Pages")).isEqualTo("0");
	}

	@Test
	void listsOldestFirstTwentyToAPage() {
		List<JsonNode> users = new ArrayList<>();
		for (int number = 0; number < 21; number++) {
			users.add(createUser());
			server().clock().advance(Duration.ofSeconds(1));
		}
		Answer first = get("/users");
		assertThat(first.json()).containsExactlyElementsOf(users.subList(0, 20));
		assertThat(first.header("X-Pagination-Total")).isEqualTo("21");
		assertThat(first.header("X-Pagination-Total-Pages")).isEqualTo("2");
		Answer second = get("/users?page=2");
		assertThat(second.json()).containsExactlyElementsOf(users.subList(20, 21));
		Answer third = get("/users?page=3");
		assertThat(third.body()).isEqualTo("[]");
		assertThat(third.header("X-Pagination-Total")).isEqualTo("21");
	}

	@ParameterizedTest
	@ValueSource(strings = { "created_at", "id", "email" })
	void sortsEitherWayAndBreaksTiesById(String sortBy) {
		List<JsonNode> users = new ArrayList<>();
		for (int number = 0; number < 6; number++) {
			users.add(createUser());
			users.add(post("/users", "password", PASSWORD).json());
			if (number % 3 == 2) {
				server().clock().advance(Duration.ofSeconds(1));
			}
		}
		Comparator<JsonNode> byId = Comparator.comparing((user) -> id(user));
		users.sort(switch (sortBy) {
			case "created_at" ->
				Comparator.<JsonNode>comparingLong((user) -> user.get("created_at").longValue()).thenComparing(byId);
			case "email" -> Comparator.<JsonNode, String>comparing((user) -> user.get("email").asString("\uFFFF"))
				.thenComparing(byId);
			default -> byId;
		});
		assertThat(pages(sortBy, "ascending")).containsExactlyElementsOf(users);
		Collections.reverse(users);
		assertThat(pages(sortBy, "descending")).containsExactlyElementsOf(users);
	}

	private List<JsonNode> pages(String sortBy, String sortOrder) {
		List<JsonNode> users = new ArrayList<>();
		for (int page = 1; page <= 3; page++) {
			get("/users?per_page=5&page=%d&sort_by=%s&sort_order=%s".formatted(page, sortBy, sortOrder)).json()
				.forEach(users::add);
		}
		return users;
	}

	@ParameterizedTest
	@ValueSource(strings = { "per_page=0", "per_page=-1", "per_page=x", "per_page=", "per_page=99999999999", "page=0",
			"page=-1", "page=1.5", "sort_by=password_hash", "sort_by=", "sort_order=DESCENDING", "sort_order=down",
			"email_query=", "email_query=%00" })
	void takesTheDefaultForABadValue(String parameter) {
		JsonNode user = createUser();
		Answer answer = getExactly("/users?" + parameter);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json()).containsExactly(user);
	}

	@Test
	void capsTheNumberOfUsersOnAPage() {
		createUser();
		Answer answer = get("/users?per_page=2000000000");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json()).hasSize(1);
		assertThat(get("/users?per_page=2000000000&page=2000000000").body()).isEqualTo("[]");
	}

	@ParameterizedTest
	@CsvSource({ "ann, 2", "ANN, 2", "@example.com, 3", "%25, 1", "_, 1", "'\\', 0", "nobody, 0", "'''', 1" })
	void findsEmailsThatContainText(String query, int expected) {
		for (String email : List.of("ann@example.com", "joann_o'neil@example.com", "100%@example.com")) {
			post("/users", "email", email, "password", PASSWORD);
		}
		post("/users", "password", PASSWORD);
		Answer answer = getExactly(
				"/users?email_query=" + query.replace("\\", "%5C").replace("@", "%40").replace("'", "%27"));
		assertThat(answer.json()).hasSize(expected);
		assertThat(answer.header("X-Pagination-Total")).isEqualTo(String.valueOf(expected));
	}

	private Answer getExactly(String path) {
		return new Answer(server().client()
			.get()
			.uri(URI.create(server().url() + path))
			.exchange()
			.expectBody(String.class)
			.returnResult());
	}

	@Test
	void showsATableToWhoeverPrefersPlainText() {
		JsonNode user = createUser();
		post("/users", "password", PASSWORD);
		Answer answer = table();
		assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
		assertThat(answer.header("X-Pagination-Total")).isEqualTo("2");
		List<String> lines = answer.body().lines().toList();
		assertThat(lines).hasSize(3);
		assertThat(lines.get(0)).matches("ID +CREATED_AT +EMAIL +EMAIL_VERIFIED +RECOVERY_CODE +TOTP_REGISTERED");
		int emailColumn = lines.get(0).indexOf("EMAIL");
		assertThat(lines).anySatisfy((line) -> assertThat(line).startsWith(id(user)))
			.anySatisfy((line) -> assertThat(line.substring(emailColumn)).startsWith(user.get("email").stringValue()))
			.anySatisfy((line) -> assertThat(line.substring(emailColumn)).startsWith("- "));
	}

	private Answer table() {
		return new Answer(server().client()
			.get()
			.uri("/users")
			.header(HttpHeaders.ACCEPT, "text/plain")
			.exchange()
			.expectBody(String.class)
			.returnResult());
	}

	@Test
	void writesWhatATerminalWouldObeyAsAnEscape() {
		Map<String, String> addresses = Map.of("a\u001B[2J\r\nb@example.com", "a\\u001b[2J\\u000d\\u000ab@example.com",
				"\u202Ea\u2028@example.com", "\\u202ea\\u2028@example.com", "a\uDB40\uDC41@example.com",
				"a\\U000e0041@example.com", "a\\u001b@example.com", "a\\\\u001b@example.com", "\u00FC@example.com",
				"\u00FC@example.com");
		for (String address : addresses.keySet()) {
			String id = createUserId();
			server().database()
				.sql("UPDATE faroe_user SET email = :email WHERE id = :id")
				.bind("email", address)
				.bind("id", id)
				.then()
				.block();
			assertThat(get("/users/" + id).json().get("email").stringValue()).isEqualTo(address);
		}
		List<String> lines = table().body().lines().toList();
		assertThat(lines).hasSize(1 + addresses.size());
		int emailColumn = lines.get(0).indexOf("EMAIL");
		int nextColumn = lines.get(0).indexOf("EMAIL_VERIFIED");
		assertThat(lines.subList(1, lines.size()))
			.extracting((line) -> line.substring(emailColumn, nextColumn).stripTrailing())
			.containsExactlyInAnyOrderElementsOf(addresses.values());
		assertThat(lines.subList(1, lines.size()))
			.allSatisfy((line) -> assertThat(line.substring(nextColumn)).startsWith("false "));
	}

	@Test
	void needsTheCredential() {
		server().anonymousClient().get().uri("/users").exchange().expectStatus().isUnauthorized();
	}

}

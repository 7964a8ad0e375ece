package dev.faroe.web;

import java.time.Duration;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits on hashing and on log-ins.
 */
@Tag("one-jdk")
class RateLimitEndpointTests extends EndpointTests {

	private Answer logIn(JsonNode user, String password, String address) {
		return post("/authenticate/password", "email", user.get("email").stringValue(), "password", password,
				"client_ip", address);
	}

	@Test
	void judgesFiveOfManySimultaneousWrongPasswordsFromOneAddress() {
		JsonNode user = createUser();
		String address = newAddress();
		List<Answer> answers = inParallel(60, (index) -> logIn(user, "wrong" + index, address));
		assertThat(count(answers, FaroeError.INCORRECT_PASSWORD)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(55);
	}

	@Test
	void judgesFiveOfManySimultaneousWrongPasswordsOfEveryKind() {
		JsonNode user = createUser();
		String id = id(user);
		String address = newAddress();
		List<Answer> answers = inParallel(60, (index) -> switch (index % 3) {
			case 0 -> logIn(user, "wrong", address);
			case 1 -> post("/users/" + id + "/verify-password", "password", "wrong", "client_ip", address);
			default -> post("/users/" + id + "/update-password", "password", "wrong", "new_password", PASSWORD,
					"client_ip", address);
		});
		assertThat(count(answers, FaroeError.INCORRECT_PASSWORD)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(55);
	}

	@Test
	void letsFiveHashesThroughAtOnceAndOneMoreEveryTenSeconds() {
		JsonNode user = createUser();
		String address = newAddress();
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(logIn(user, PASSWORD, address).status()).isEqualTo(200);
		}
		Answer refused = logIn(user, PASSWORD, address);
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("10");
		server().clock().advance(Duration.ofMillis(9_999));
		assertThat(logIn(user, PASSWORD, address).header("Retry-After")).isEqualTo("1");
		server().clock().advance(Duration.ofMillis(1));
		assertThat(logIn(user, PASSWORD, address).status()).isEqualTo(200);
		assertThat(logIn(user, PASSWORD, address).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void limitsSignUpsByAddress() {
		String address = newAddress();
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(post("/users", "password", PASSWORD, "client_ip", address).status()).isEqualTo(200);
		}
		assertThat(post("/users", "password", PASSWORD, "client_ip", address).error())
			.isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(post("/users", "password", "short", "client_ip", address).error())
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post("/users", "password", PASSWORD, "client_ip", newAddress()).status()).isEqualTo(200);
		assertThat(post("/users", "password", PASSWORD, "client_ip", "").status()).isEqualTo(200);
	}

	@Test
	void locksAddressOutForFifteenMinutesFromItsFirstFailedLogIn() {
		JsonNode user = createUser();
		String address = newAddress();
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(logIn(user, "wrong", address).error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
			server().clock().advance(Duration.ofMinutes(1));
		}
		assertThat(logIn(user, PASSWORD, address).header("Retry-After")).isEqualTo("600");
		server().clock().advance(Duration.ofMinutes(10).minusSeconds(1));
		assertThat(logIn(user, PASSWORD, address).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(logIn(user, PASSWORD, newAddress()).status()).isEqualTo(200);
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(logIn(user, PASSWORD, address).status()).isEqualTo(200);
	}

	@Test
	void countsNoSuccessesAsFailedLogIns() {
		JsonNode user = createUser();
		String address = newAddress();
		for (int attempt = 0; attempt < 20; attempt++) {
			assertThat(logIn(user, PASSWORD, address).status()).isEqualTo(200);
			server().clock().advance(Duration.ofSeconds(10));
		}
	}

	@Test
	void countsUnknownEmailsAsFailedLogIns() {
		String address = newAddress();
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(post("/authenticate/password", "email", newEmail(), "password", PASSWORD, "client_ip", address)
				.error()).isEqualTo(FaroeError.USER_NOT_EXISTS);
			server().clock().advance(Duration.ofSeconds(10));
		}
		assertThat(logIn(createUser(), PASSWORD, address).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void countsNoRejectedUpdateAsFailedLogIn() {
		String id = createUserId();
		String address = newAddress();
		for (int attempt = 0; attempt < 8; attempt++) {
			assertThat(post("/users/" + id + "/update-password", "password", "wrong", "new_password", "password1",
					"client_ip", address)
				.error()).isEqualTo(FaroeError.WEAK_PASSWORD);
			server().clock().advance(Duration.ofSeconds(10));
		}
	}

	@Test
	void locksUserAgainstGuessesFromManyAddresses() {
		JsonNode user = createUser();
		List<Answer> answers = inParallel(120, (index) -> logIn(user, "wrong", newAddress()));
		assertThat(count(answers, FaroeError.INCORRECT_PASSWORD)).isEqualTo(100);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(20);
		assertThat(
				post("/authenticate/password", "email", user.get("email").stringValue(), "password", PASSWORD).error())
			.isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		server().clock().advance(Duration.ofHours(1));
		assertThat(logIn(user, PASSWORD, newAddress()).status()).isEqualTo(200);
	}

	@Test
	void countsOneNetworkOfIpv6Addresses() {
		JsonNode user = createUser();
		int network = next();
		List<Answer> answers = inParallel(10,
				(index) -> logIn(user, "wrong", "2001:db8:0:%x::%x".formatted(network, index + 1)));
		assertThat(count(answers, FaroeError.INCORRECT_PASSWORD)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(5);
	}

	@Test
	void tellsUnknownEmailsFromWrongPasswordsOnlyIfToldTo() {
		try (FaroeServer silent = FaroeServer.start(database(), "faroe.authentication.reveal-unknown-email=false",
				"faroe.rate-limit.user-login.capacity=3")) {
			String known = "{\"email\":\"known@example.com\",\"password\":\"a long enough password\"}";
			String unknown = "{\"email\":\"unknown@example.com\",\"password\":\"a long enough password\"}";
			assertThat(postTo(silent, "/users", known)).contains("known@example.com");
			assertThat(postTo(silent, "/authenticate/password", known)).contains("known@example.com");
			for (int attempt = 0; attempt < 3; attempt++) {
				assertThat(postTo(silent, "/authenticate/password", unknown)).contains("INCORRECT_PASSWORD");
			}
			assertThat(postTo(silent, "/authenticate/password", unknown)).contains("TOO_MANY_REQUESTS");
		}
	}

	private static String postTo(FaroeServer server, String path, String body) {
		return String.valueOf(server.client()
			.post()
			.uri(path)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody());
	}

}

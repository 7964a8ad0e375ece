package dev.faroe.passkey;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import dev.faroe.FaroeError;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The group {@code passkeys} of the REST API.
 */
@Tag("one-jdk")
class PasskeyEndpointTests extends PasskeyEndpoints {

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void registersAndAuthenticatesWithNothingTyped(Algorithm algorithm) {
		String userId = createUserId();
		SoftwareAuthenticator authenticator = new SoftwareAuthenticator(ORIGIN, algorithm);
		JsonNode passkey = register(userId, authenticator.register(creationOptions(userId))).json();
		assertThat(passkey.get("user_id").stringValue()).isEqualTo(userId);
		assertThat(passkey.get("name").stringValue()).isEqualTo("Phone");
		assertThat(passkey.get("last_used_at").isNull()).isTrue();
		assertThat(passkey.get("transports").toString()).isEqualTo("[\"hybrid\",\"internal\"]");
		JsonNode authenticated = authenticate(authenticator, null).json();
		assertThat(authenticated.get("user_id").stringValue()).isEqualTo(userId);
		assertThat(authenticated.get("passkey_id")).isEqualTo(passkey.get("id"));
		assertThat(authenticated.get("user_verified").booleanValue()).isTrue();
		assertThat(get("/users/" + userId + "/passkeys").json().get(0).get("last_used_at").longValue())
			.isEqualTo(server().clock().instant().getEpochSecond());
	}

	@Test
	void makesOptionsThatTellNothingOfTheUserButTheAddress() {
		JsonNode user = createUser();
		String userId = user.get("id").stringValue();
		Map<String, Object> options = creationOptions(userId);
		assertThat(options.get("rp")).isEqualTo(Map.of("id", "shop.example", "name", "Shop"));
		assertThat(options.get("attestation")).isEqualTo("none");
		assertThat(options.get("timeout")).isEqualTo(300_000);
		Map<?, ?> shown = (Map<?, ?>) options.get("user");
		assertThat(shown.get("name")).isEqualTo(user.get("email").stringValue());
		byte[] handle = Base64.getUrlDecoder().decode(String.valueOf(shown.get("id")));
		assertThat(handle).hasSize(32);
		assertThat(new String(handle, StandardCharsets.ISO_8859_1)).doesNotContain(userId);
		assertThat(creationOptions(userId).get("user")).isEqualTo(shown);
		assertThat(creationOptions(userId).get("challenge")).isNotEqualTo(options.get("challenge"));
		assertThat(((Map<?, ?>) creationOptions(createUserId()).get("user")).get("id")).isNotEqualTo(shown.get("id"));
	}

	@Test
	void refusesThePasskeyOfAnybodyElseWhereTheUserIsKnown() {
		String userId = createUserId();
		SoftwareAuthenticator authenticator = authenticator();
		register(userId, authenticator);
		Map<String, Object> others = authenticator.authenticate(requestOptions(null));
		assertThat(post("/passkeys/authenticate", "credential", others, "user_id", createUserId()).error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(post("/passkeys/authenticate", "credential", others, "user_id", userId).error())
			.isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(get("/users/" + userId + "/passkeys").json().get(0).get("last_used_at").isNull()).isTrue();
		assertThat(post("/passkeys/authenticate", "credential", authenticator.authenticate(requestOptions(null)),
				"user_id", userId)
			.status()).isEqualTo(200);
		assertThat(post("/passkeys/authenticate", "credential", others, "user_id", 7).error())
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void namesThePasskeysThatAUserHas() {
		String userId = createUserId();
		SoftwareAuthenticator authenticator = authenticator();
		register(userId, authenticator);
		assertThat(creationOptions(userId).get("excludeCredentials").toString())
			.contains(Base64Url.encode(authenticator.credentials().get(0).id()));
		assertThat(String.valueOf(requestOptions(userId).get("allowCredentials")))
			.contains(Base64Url.encode(authenticator.credentials().get(0).id()));
		assertThat(requestOptions(null).get("allowCredentials")).isEqualTo(List.of());
	}

	@Test
	void isASecondFactorOfItsUser() {
		String userId = createUserId();
		SoftwareAuthenticator authenticator = authenticator();
		register(userId, authenticator);
		User user = server().bean(UserService.class).get(userId).block();
		assertThat(user).isNotNull();
		assertThat(user.hasSecondFactor()).isTrue();
		assertThat(authenticate(authenticator, userId).status()).isEqualTo(200);
		assertThat(delete("/users/" + userId + "/second-factors").status()).isEqualTo(204);
		assertThat(get("/users/" + userId + "/passkeys").json().size()).isZero();
		assertThat(authenticate(authenticator, null).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void needsUserVerificationWhereItIsRequired() {
		String userId = createUserId();
		SoftwareAuthenticator authenticator = authenticator().flag(AuthenticatorFlag.USER_VERIFIED, false);
		register(userId, authenticator);
		JsonNode authenticated = authenticate(authenticator, userId).json();
		assertThat(authenticated.get("user_verified").booleanValue()).isFalse();
		Map<String, Object> strict = options(post("/passkeys/authentication-options", "user_verification", "required"));
		assertThat(strict.get("userVerification")).isEqualTo("required");
		assertThat(authenticate(authenticator.authenticate(strict)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		Map<String, Object> creation = options(
				post("/users/" + userId + "/passkeys/registration-options", "user_verification", "required"));
		creation.put("excludeCredentials", List.of());
		assertThat(register(userId, authenticator.register(creation)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void deletesOneOrAll() {
		String userId = createUserId();
		String first = register(userId, authenticator());
		register(userId, authenticator());
		assertThat(get("/users/" + userId + "/passkeys").json().size()).isEqualTo(2);
		assertThat(delete("/passkeys/" + first).status()).isEqualTo(204);
		assertThat(delete("/passkeys/" + first).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete("/users/" + userId + "/passkeys").status()).isEqualTo(204);
		assertThat(delete("/users/" + userId + "/passkeys").status()).isEqualTo(204);
		assertThat(get("/users/" + userId + "/passkeys").json().size()).isZero();
	}

	@Test
	void goesWithItsUser() {
		String userId = createUserId();
		SoftwareAuthenticator authenticator = authenticator();
		register(userId, authenticator);
		Map<String, Object> options = requestOptions(userId);
		assertThat(delete("/users/" + userId).status()).isEqualTo(204);
		assertThat(authenticate(authenticator.authenticate(options)).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(authenticate(authenticator, null).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void isRefusedWhileItsUserIsDisabled() {
		String userId = createUserId();
		SoftwareAuthenticator authenticator = authenticator();
		register(userId, authenticator);
		server().bean(AccountStateService.class).disable(userId, null).block();
		assertThat(authenticate(authenticator, null).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		server().bean(AccountStateService.class).enable(userId).block();
		assertThat(authenticate(authenticator, null).status()).isEqualTo(200);
	}

	@Test
	void answersWhatIsMissing() {
		String userId = createUserId();
		assertThat(post("/users/" + UNKNOWN_ID + "/passkeys/registration-options").error())
			.isEqualTo(FaroeError.NOT_FOUND);
		assertThat(post("/users/" + UNKNOWN_ID + "/passkeys", "credential", Map.of()).error())
			.isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get("/users/" + UNKNOWN_ID + "/passkeys").error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete("/users/" + UNKNOWN_ID + "/passkeys").error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(post("/passkeys/authentication-options", "user_id", UNKNOWN_ID).body())
			.isEqualTo(post("/passkeys/authentication-options", "user_id", userId).body());
		assertThat(post("/passkeys/authentication-options", "user_id", userId).error())
			.isEqualTo(FaroeError.NOT_ALLOWED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "{}", "{\"credential\":\"x\"}", "{\"credential\":{}}",
			"{\"credential\":null}", "{\"credential\":{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\"}}" })
	void refusesWhatIsNoAnswer(String body) {
		assertThat(postText("/passkeys/authenticate", body).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(postText("/users/" + createUserId() + "/passkeys", body).error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"user_verification\":\"perhaps\"}", "{\"user_verification\":true}", "{\"user_id\":7}",
			"{\"client_ip\":7}" })
	void refusesOptionsThatThereAreNot(String body) {
		assertThat(postText("/passkeys/authentication-options", body).error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "101" })
	void refusesNames(String name) {
		String userId = createUserId();
		String given = name.equals("101") ? "n".repeat(101) : name;
		Map<String, Object> response = authenticator().register(creationOptions(userId));
		assertThat(post("/users/" + userId + "/passkeys", "credential", response, "name", given).error())
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post("/users/" + userId + "/passkeys", "credential", response).json().get("name").stringValue())
			.isEqualTo("Passkey");
	}

	@Test
	void waitsFiveMinutesForAnAnswer() {
		String userId = createUserId();
		SoftwareAuthenticator authenticator = authenticator();
		Map<String, Object> late = authenticator.register(creationOptions(userId));
		advance(Duration.ofMinutes(5));
		assertThat(register(userId, late).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		Map<String, Object> inTime = authenticator.register(creationOptions(userId));
		advance(Duration.ofMinutes(5).minusSeconds(1));
		assertThat(register(userId, inTime).status()).isEqualTo(200);
		Map<String, Object> assertion = authenticator.authenticate(requestOptions(null));
		advance(Duration.ofMinutes(5));
		assertThat(authenticate(assertion).error()).isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void takesNoMoreThanTheGreatestNumber() {
		String userId = createUserId();
		Map<String, Object> begun = creationOptions(userId);
		for (int count = 0; count < 3; count++) {
			register(userId, authenticator());
		}
		assertThat(post("/users/" + userId + "/passkeys/registration-options").error())
			.isEqualTo(FaroeError.NOT_ALLOWED);
		assertThat(register(userId, authenticator().register(begun)).error()).isIn(FaroeError.NOT_ALLOWED,
				FaroeError.INVALID_REQUEST);
		assertThat(get("/users/" + userId + "/passkeys").json().size()).isEqualTo(3);
	}

	@Test
	void limitsHowOftenOneAddressAsks() {
		String address = newAddress();
		for (int time = 0; time < 30; time++) {
			assertThat(post("/passkeys/authentication-options", "client_ip", address).status()).isEqualTo(200);
		}
		Answer refused = post("/passkeys/authentication-options", "client_ip", address);
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("2");
		assertThat(post("/passkeys/authentication-options", "client_ip", newAddress()).status()).isEqualTo(200);
	}

}

package dev.faroe.web;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.MutableClock;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints that version 0.2 of the JavaScript client calls, and the reference does
 * not have.
 */
class SdkEndpointTests extends EndpointTests {

	private static final Map<TestDatabase, FaroeServer> SERVERS = new EnumMap<>(TestDatabase.class);

	private Authenticator authenticator = new Authenticator(new MutableClock());

	@Override
	protected FaroeServer server() {
		return SERVERS.computeIfAbsent(database(),
				(database) -> FaroeServer.start(database, "faroe.rest.include=sdk-0.2"));
	}

	@AfterAll
	static void stopServers() {
		SERVERS.values().forEach(FaroeServer::close);
		SERVERS.clear();
	}

	@BeforeEach
	void createAuthenticator() {
		server().clock().advance(Duration.ofSeconds(45 - server().clock().instant().getEpochSecond() % 30));
		this.authenticator = new Authenticator(server().clock());
	}

	@Test
	void registersCredentialAndShowsItsKey() {
		String userId = createUserId();
		Answer answer = register(userId, this.authenticator);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"user_id\":\"%s\",\"created_at\":%d,\"key\":\"%s\"}".formatted(userId,
				server().clock().instant().getEpochSecond(), this.authenticator.key()));
		assertThat(get("/users/" + userId + "/totp-credential").body()).isEqualTo(answer.body());
	}

	@Test
	void replacesAllCredentialsByTheNewOne() {
		String userId = createUserId();
		for (int count = 0; count < 2; count++) {
			Authenticator authenticator = new Authenticator(server().clock());
			post("/users/" + userId + "/register-totp-credential", "key", authenticator.key(), "code",
					authenticator.code());
		}
		assertThat(get("/users/" + userId + "/totp-credentials").json()).hasSize(2);
		Authenticator another = new Authenticator(server().clock());
		assertThat(register(userId, another).status()).isEqualTo(200);
		assertThat(get("/users/" + userId + "/totp-credentials").json()).hasSize(1);
		assertThat(get("/users/" + userId + "/totp-credential").json().get("key").stringValue())
			.isEqualTo(another.key());
	}

	@Test
	void leavesOneOfManySimultaneousRegistrations() {
		String userId = createUserId();
		List<Answer> answers = inParallel(8, (index) -> register(userId, new Authenticator(server().clock())));
		assertThat(count(answers, 200)).isEqualTo(8);
		assertThat(get("/users/" + userId + "/totp-credentials").json()).hasSize(1);
	}

	@Test
	void keepsCredentialsWhenTheCodeOfTheNewOneIsWrong() {
		String userId = createUserId();
		register(userId, this.authenticator);
		Authenticator another = new Authenticator(server().clock());
		assertThat(
				post("/users/" + userId + "/register-totp", "key", another.key(), "code", another.wrongCode()).error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(get("/users/" + userId + "/totp-credential").json().get("key").stringValue())
			.isEqualTo(this.authenticator.key());
	}

	@Test
	void showsTheNewestOfSeveralCredentials() {
		String userId = createUserId();
		register(userId, this.authenticator);
		server().clock().advance(Duration.ofSeconds(1));
		Authenticator newest = new Authenticator(server().clock());
		post("/users/" + userId + "/register-totp-credential", "key", newest.key(), "code", newest.code());
		assertThat(get("/users/" + userId + "/totp-credential").json().get("key").stringValue())
			.isEqualTo(newest.key());
	}

	@Test
	void deletesCredential() {
		String userId = createUserId();
		assertThat(get("/users/" + userId + "/totp-credential").error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete("/users/" + userId + "/totp-credential").error()).isEqualTo(FaroeError.NOT_FOUND);
		register(userId, this.authenticator);
		assertThat(delete("/users/" + userId + "/totp-credential").status()).isEqualTo(204);
		assertThat(get("/users/" + userId + "/totp-credential").error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void verifiesCodeOfAnyCredentialOnce() {
		String userId = createUserId();
		register(userId, this.authenticator);
		Authenticator another = new Authenticator(server().clock());
		post("/users/" + userId + "/register-totp-credential", "key", another.key(), "code", another.code());
		for (Authenticator any : List.of(this.authenticator, another)) {
			assertThat(verify(userId, any.code()).status()).isEqualTo(204);
			assertThat(verify(userId, any.code()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
	}

	@Test
	void acceptsOneOfManySimultaneousUsesOfACode() {
		String userId = createUserId();
		register(userId, this.authenticator);
		String code = this.authenticator.code();
		List<Answer> answers = inParallel(5, (index) -> verify(userId, code));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(4);
	}

	@Test
	void judgesNoMoreThanFiveWrongCodesOfAUserAndSharesTheLimitWithTheOtherEndpoint() {
		String userId = createUserId();
		register(userId, this.authenticator);
		String id = strings(get("/users/" + userId + "/totp-credentials").json(), "id").get(0);
		String wrong = this.authenticator.wrongCode();
		List<Answer> answers = inParallel(60, (index) -> (index % 2 == 0) ? verify(userId, wrong)
				: post("/totp-credentials/" + id + "/verify-totp", "code", wrong));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(55);
		assertThat(verify(userId, this.authenticator.code()).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void allowsVerificationOnlyWithACredential() {
		String userId = createUserId();
		assertThat(verify(userId, "000000").error()).isEqualTo(FaroeError.NOT_ALLOWED);
		assertThat(postText("/users/" + userId + "/verify-2fa/totp", "[]").error()).isEqualTo(FaroeError.NOT_ALLOWED);
		register(userId, this.authenticator);
		assertThat(postText("/users/" + userId + "/verify-2fa/totp", "[]").error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void resetsSecondFactorsWithTheRecoveryCode() {
		JsonNode user = createUser();
		String userId = id(user);
		String code = recoveryCode(user);
		register(userId, this.authenticator);
		assertThat(reset(userId, "IIIIIIII").error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(get("/users/" + userId + "/totp-credentials").json()).hasSize(1);
		Answer answer = reset(userId, code);
		assertThat(answer.status()).isEqualTo(200);
		String newCode = answer.json().get("recovery_code").stringValue();
		assertThat(answer.body()).isEqualTo("{\"recovery_code\":\"%s\"}".formatted(newCode));
		assertThat(newCode).isNotEqualTo(code);
		JsonNode after = get("/users/" + userId).json();
		assertThat(recoveryCode(after)).isEqualTo(newCode);
		assertThat(after.get("totp_registered").booleanValue()).isFalse();
	}

	@Test
	void acceptsOneOfManySimultaneousResets() {
		JsonNode user = createUser();
		String userId = id(user);
		register(userId, this.authenticator);
		List<Answer> answers = inParallel(5, (index) -> reset(userId, recoveryCode(user)));
		assertThat(count(answers, 200)).isOne();
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(4);
	}

	@Test
	void judgesNoMoreThanFiveWrongRecoveryCodes() {
		String userId = createUserId();
		List<Answer> answers = inParallel(60, (index) -> reset(userId, "IIIIIIII"));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(55);
	}

	@Test
	void looksForTheUserBeforeTheBody() {
		for (String id : List.of(UNKNOWN_ID, "no-id")) {
			String user = "/users/" + id;
			for (String path : List.of("/register-totp", "/verify-2fa/totp", "/reset-2fa")) {
				assertThat(postText(user + path, "[]").error()).isEqualTo(FaroeError.NOT_FOUND);
			}
			assertThat(register(id, this.authenticator).error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(verify(id, "000000").error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(reset(id, "IIIIIIII").error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(get(user + "/totp-credential").error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(delete(user + "/totp-credential").error()).isEqualTo(FaroeError.NOT_FOUND);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/register-totp", "/reset-2fa" })
	void rejectsMalformedBody(String path) {
		String userId = createUserId();
		for (String body : List.of("", "[]", "{}", "{\"key\":1,\"code\":1,\"recovery_code\":1}")) {
			assertThat(postText("/users/" + userId + path, body).error()).isEqualTo(FaroeError.INVALID_DATA);
		}
	}

	@Test
	void existsOnlyWhereItIsAskedFor() {
		FaroeServer shared = FaroeServer.shared(database());
		for (String path : List.of("/register-totp", "/totp-credential", "/verify-2fa/totp", "/reset-2fa")) {
			shared.client().get().uri("/users/" + UNKNOWN_ID + path).exchange().expectStatus().isNotFound();
			shared.client().put().uri("/users/" + UNKNOWN_ID + path).exchange().expectStatus().isNotFound();
			server().client().put().uri("/users/" + UNKNOWN_ID + path).exchange().expectStatus().isEqualTo(405);
		}
	}

	private Answer register(String userId, Authenticator authenticator) {
		return post("/users/" + userId + "/register-totp", "key", authenticator.key(), "code", authenticator.code());
	}

	private Answer verify(String userId, String code) {
		return post("/users/" + userId + "/verify-2fa/totp", "code", code);
	}

	private Answer reset(String userId, String code) {
		return post("/users/" + userId + "/reset-2fa", "recovery_code", code);
	}

}

package dev.faroe.totp;

import java.time.Duration;
import java.util.Base64;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints about TOTP credentials.
 */
class TotpEndpointTests extends EndpointTests {

	private Authenticator authenticator = new Authenticator(new MutableClock());

	/**
	 * Starts in the middle of a time step, where one code is current.
	 */
	@BeforeEach
	void startInTheMiddleOfAStep() {
		MutableClock clock = server().clock();
		clock.advance(Duration.ofSeconds(45 - clock.instant().getEpochSecond() % 30));
		this.authenticator = new Authenticator(clock);
	}

	@Test
	void registersCredential() {
		String userId = createUserId();
		Answer answer = register(userId, this.authenticator);
		assertThat(answer.status()).isEqualTo(200);
		String id = id(answer.json());
		assertThat(id).matches("[a-km-np-z2-9]{24}");
		assertThat(answer.body()).isEqualTo("{\"id\":\"%s\",\"user_id\":\"%s\",\"created_at\":%d}".formatted(id, userId,
				server().clock().instant().getEpochSecond()));
		assertThat(get("/totp-credentials/" + id).body()).isEqualTo(answer.body());
		assertThat(get(credentialsOf(userId)).body()).isEqualTo("[" + answer.body() + "]");
	}

	@Test
	void flagsTheUserWhileThereIsACredential() {
		String userId = createUserId();
		assertThat(isFlagged(userId)).isFalse();
		String id = id(register(userId, this.authenticator).json());
		assertThat(isFlagged(userId)).isTrue();
		delete("/totp-credentials/" + id);
		assertThat(isFlagged(userId)).isFalse();
	}

	private boolean isFlagged(String userId) {
		JsonNode user = get("/users/" + userId).json();
		assertThat(user.get("registered_totp")).isEqualTo(user.get("totp_registered"));
		return user.get("totp_registered").booleanValue();
	}

	@Test
	void takesTheKeyUnderBothNames() {
		String userId = createUserId();
		String path = "/users/" + userId + "/register-totp-credential";
		String key = this.authenticator.key();
		String code = this.authenticator.code();
		Authenticator second = newAuthenticator();
		Authenticator third = newAuthenticator();
		assertThat(post(path, "totp_key", key, "code", code).status()).isEqualTo(200);
		assertThat(post(path, "key", second.key(), "totp_key", second.key(), "code", second.code()).status())
			.isEqualTo(200);
		assertThat(post(path, "key", third.key(), "totp_key", null, "code", third.code()).status()).isEqualTo(200);
		assertThat(post(path, "key", key, "totp_key", newAuthenticator().key(), "code", code).error())
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(get(credentialsOf(userId)).json()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"code\":\"000000\"}", "{\"key\":\"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=\"}",
			"{\"key\":1,\"code\":\"000000\"}", "{\"key\":\"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=\",\"code\":0}",
			"{\"key\":\"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=\",\"code\":\"\"}",
			"{\"key\":\"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA\",\"code\":\"000000\"}",
			"{\"key\":\"MTIzNDU2Nzg5MDEyMzQ1Njc4OQ==\",\"code\":\"000000\"}",
			"{\"key\":\"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=\",\"totp_key\":1,\"code\":\"000000\"}" })
	void rejectsMalformedRegistration(String body) {
		assertThat(postText("/users/" + createUserId() + "/register-totp-credential", body).error())
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "1", "1234567", "abcdef" })
	void rejectsRegistrationWithAnythingButTheCode(String code) {
		String userId = createUserId();
		String path = "/users/" + userId + "/register-totp-credential";
		assertThat(post(path, "key", this.authenticator.key(), "code", code).error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(post(path, "key", this.authenticator.key(), "code", this.authenticator.wrongCode()).error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(get(credentialsOf(userId)).body()).isEqualTo("[]");
	}

	@Test
	void registersAHundredCredentialsOfAUser() {
		String userId = createUserId();
		for (int count = 0; count < 100; count++) {
			assertThat(register(userId, newAuthenticator()).status()).isEqualTo(200);
		}
		assertThat(register(userId, newAuthenticator()).error()).isEqualTo(FaroeError.NOT_ALLOWED);
		assertThat(get(credentialsOf(userId)).json()).hasSize(100);
		assertThat(register(createUserId(), this.authenticator).status()).isEqualTo(200);
	}

	@Test
	void looksForTheUserBeforeTheBody() {
		for (String id : List.of(UNKNOWN_ID, "no-id")) {
			String user = "/users/" + id;
			assertThat(postText(user + "/register-totp-credential", "[]").error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(register(id, this.authenticator).error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(get(user + "/totp-credentials").error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(delete(user + "/totp-credentials").error()).isEqualTo(FaroeError.NOT_FOUND);
		}
	}

	@Test
	void looksForTheCredentialBeforeTheBody() {
		for (String id : List.of(UNKNOWN_ID, "no-id")) {
			String credential = "/totp-credentials/" + id;
			assertThat(get(credential).error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(delete(credential).error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(postText(credential + "/verify-totp", "[]").error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(post(credential + "/verify-totp", "code", "000000").error()).isEqualTo(FaroeError.NOT_FOUND);
		}
	}

	@Test
	void listsCredentialsInTheOrderOfTheirRegistration() {
		String userId = createUserId();
		String first = id(register(userId, this.authenticator).json());
		server().clock().advance(Duration.ofSeconds(1));
		List<String> sameSecond = List.of(id(register(userId, newAuthenticator())),
				id(register(userId, newAuthenticator())), id(register(userId, newAuthenticator())));
		List<String> ids = strings(get(credentialsOf(userId)).json(), "id");
		assertThat(ids.get(0)).isEqualTo(first);
		assertThat(ids.subList(1, 4)).containsExactlyInAnyOrderElementsOf(sameSecond).isSorted();
	}

	@Test
	void deletesOneCredential() {
		String userId = createUserId();
		String first = id(register(userId, this.authenticator).json());
		String second = id(register(userId, newAuthenticator()));
		assertThat(delete("/totp-credentials/" + first).status()).isEqualTo(204);
		assertThat(get("/totp-credentials/" + first).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete("/totp-credentials/" + first).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(strings(get(credentialsOf(userId)).json(), "id")).containsExactly(second);
	}

	@Test
	void deletesAllCredentialsOfOneUser() {
		String userId = createUserId();
		String otherId = createUserId();
		register(userId, this.authenticator);
		register(userId, this.authenticator);
		register(otherId, this.authenticator);
		assertThat(delete(credentialsOf(userId)).status()).isEqualTo(204);
		assertThat(get(credentialsOf(userId)).body()).isEqualTo("[]");
		assertThat(get(credentialsOf(otherId)).json()).hasSize(1);
		assertThat(delete(credentialsOf(userId)).status()).isEqualTo(204);
	}

	@Test
	void deletesCredentialsWithTheUser() {
		String userId = createUserId();
		String id = id(register(userId, this.authenticator).json());
		delete("/users/" + userId);
		assertThat(get("/totp-credentials/" + id).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void verifiesCodeAfterRegistrationWithIt() {
		String id = id(register(createUserId(), this.authenticator));
		Answer answer = verify(id, this.authenticator.code());
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "{\"code\":null}", "{\"code\":123456}", "{\"code\":\"12\\u00003456\"}" })
	void rejectsMalformedVerification(String body) {
		String id = id(register(createUserId(), this.authenticator));
		assertThat(postText("/totp-credentials/" + id + "/verify-totp", body).error())
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void acceptsCodeFromTenSecondsBeforeItsStepUntilTenSecondsAfterIt() {
		MutableClock clock = server().clock();
		String id = id(register(createUserId(), this.authenticator));
		String next = this.authenticator.code(1);
		clock.advance(Duration.ofSeconds(4));
		assertThat(verify(id, next).error()).as("11 s before").isEqualTo(FaroeError.INCORRECT_CODE);
		clock.advance(Duration.ofSeconds(1));
		assertThat(verify(id, next).status()).as("10 s before").isEqualTo(204);
		String later = this.authenticator.code(2);
		clock.advance(Duration.ofSeconds(10 + 60 + 9));
		assertThat(verify(id, later).status()).as("9 s after").isEqualTo(204);
		String last = this.authenticator.code();
		clock.advance(Duration.ofSeconds(31));
		assertThat(verify(id, last).error()).as("10 s after").isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void acceptsCodeOnce() {
		String id = id(register(createUserId(), this.authenticator));
		String code = this.authenticator.code();
		assertThat(verify(id, code).status()).isEqualTo(204);
		assertThat(verify(id, code).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		server().clock().advance(Duration.ofSeconds(30));
		assertThat(verify(id, this.authenticator.code()).status()).isEqualTo(204);
	}

	@Test
	void acceptsNoCodeThatIsOlderThanAnAcceptedOne() {
		String id = id(register(createUserId(), this.authenticator));
		server().clock().advance(Duration.ofSeconds(5));
		assertThat(verify(id, this.authenticator.code(1)).status()).isEqualTo(204);
		assertThat(verify(id, this.authenticator.code(0)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void countsUsesOfEachCredentialOnItsOwn() {
		String userId = createUserId();
		Authenticator another = newAuthenticator();
		String first = id(register(userId, this.authenticator).json());
		String second = id(register(userId, another).json());
		assertThat(verify(first, this.authenticator.code()).status()).isEqualTo(204);
		assertThat(verify(second, another.code()).status()).isEqualTo(204);
	}

	@Test
	void acceptsOneOfManySimultaneousUsesOfACode() {
		String id = id(register(createUserId(), this.authenticator));
		String code = this.authenticator.code();
		List<Answer> answers = inParallel(5, (index) -> verify(id, code));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(4);
	}

	@Test
	void judgesNoMoreThanFiveWrongCodesOfAUser() {
		String userId = createUserId();
		List<String> ids = List.of(id(register(userId, this.authenticator).json()),
				id(register(userId, newAuthenticator())));
		String wrong = this.authenticator.wrongCode();
		List<Answer> answers = inParallel(60, (index) -> verify(ids.get(index % 2), wrong));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(55);
		assertThat(answers).filteredOn((answer) -> answer.error() == FaroeError.TOO_MANY_REQUESTS)
			.allSatisfy((answer) -> assertThat(answer.header("Retry-After")).isEqualTo("900"));
		assertThat(verify(ids.get(0), this.authenticator.code()).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		server().clock().advance(Duration.ofMinutes(15));
		assertThat(verify(ids.get(0), this.authenticator.code()).status()).isEqualTo(204);
	}

	@Test
	void readsTheBodyBeforeItChargesTheLimit() {
		String id = id(register(createUserId(), this.authenticator));
		inParallel(5, (index) -> verify(id, this.authenticator.wrongCode()));
		assertThat(postText("/totp-credentials/" + id + "/verify-totp", "{}").error())
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(verify(id, "").error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(verify(id, " ").error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void refusesAKeyThatTheUserHas() {
		String userId = createUserId();
		String first = id(register(userId, this.authenticator).json());
		assertThat(register(userId, this.authenticator).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(strings(get(credentialsOf(userId)).json(), "id")).containsExactly(first);
		assertThat(register(createUserId(), this.authenticator).status()).isEqualTo(200);
		delete("/totp-credentials/" + first);
		assertThat(register(userId, this.authenticator).status()).isEqualTo(200);
	}

	@Test
	void registersAKeyOnceHoweverManyTryAtOnce() {
		String userId = createUserId();
		List<Answer> answers = inParallel(8, (index) -> register(userId, this.authenticator));
		assertThat(count(answers, 200)).isOne();
		assertThat(count(answers, FaroeError.INVALID_DATA)).isEqualTo(7);
	}

	@Test
	void refusesTheKeyOfACredentialFromBeforeThereWereFingerprints() {
		String userId = createUserId();
		register(userId, this.authenticator);
		register(userId, newAuthenticator());
		update("UPDATE faroe_totp_credential SET key_fingerprint = NULL WHERE user_id = :userId", userId);
		assertThat(register(userId, this.authenticator).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(register(userId, newAuthenticator()).status()).isEqualTo(200);
	}

	@Test
	void addsAMissingFingerprintWhenTheCredentialIsUsed() {
		String userId = createUserId();
		String id = id(register(userId, this.authenticator).json());
		update("UPDATE faroe_totp_credential SET key_fingerprint = NULL WHERE user_id = :userId", userId);
		assertThat(verify(id, this.authenticator.code()).status()).isEqualTo(204);
		assertThat(server().database()
			.sql("SELECT key_fingerprint FROM faroe_totp_credential WHERE id = :id")
			.bind("id", id)
			.mapValue(String.class)
			.one()
			.block()).hasSize(64).doesNotContain(this.authenticator.key());
	}

	private void update(String sql, String userId) {
		server().database().sql(sql).bind("userId", userId).then().block();
	}

	@Test
	void forgetsWrongCodesAfterARightOne() {
		String id = id(register(createUserId(), this.authenticator));
		String wrong = this.authenticator.wrongCode();
		for (int count = 0; count < 4; count++) {
			assertThat(verify(id, wrong).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(verify(id, this.authenticator.code()).status()).isEqualTo(204);
		for (int count = 0; count < 5; count++) {
			assertThat(verify(id, wrong).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(verify(id, wrong).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void keepsTheKeyReadableWithoutEncryption() {
		String id = id(register(createUserId(), this.authenticator));
		assertThat(server().database()
			.sql("SELECT totp_key FROM faroe_totp_credential WHERE id = :id")
			.bind("id", id)
			.mapValue(String.class)
			.one()
			.block()).isEqualTo("plain:" + Base64.getEncoder().encodeToString(this.authenticator.keyBytes()));
	}

	private Authenticator newAuthenticator() {
		return new Authenticator(server().clock());
	}

	private Answer register(String userId, Authenticator authenticator) {
		return post("/users/" + userId + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code());
	}

	private Answer verify(String id, String code) {
		return post("/totp-credentials/" + id + "/verify-totp", "code", code);
	}

	private static String credentialsOf(String userId) {
		return "/users/" + userId + "/totp-credentials";
	}

}

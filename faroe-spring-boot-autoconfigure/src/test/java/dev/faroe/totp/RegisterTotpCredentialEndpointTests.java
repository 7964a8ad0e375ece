package dev.faroe.totp;

import java.util.Base64;
import java.util.List;

import dev.faroe.FaroeError;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Registering TOTP credentials.
 */
@Tag("one-jdk")
class RegisterTotpCredentialEndpointTests extends TotpScenario {

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
	void keepsTheKeyReadableWithoutEncryption() {
		String id = id(register(createUserId(), this.authenticator));
		assertThat(server().database()
			.sql("SELECT totp_key FROM faroe_totp_credential WHERE id = :id")
			.bind("id", id)
			.mapValue(String.class)
			.one()
			.block()).isEqualTo("plain:" + Base64.getEncoder().encodeToString(this.authenticator.keyBytes()));
	}

}

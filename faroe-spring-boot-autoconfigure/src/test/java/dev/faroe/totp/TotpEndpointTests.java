package dev.faroe.totp;

import java.time.Duration;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints about TOTP credentials.
 */
@Tag("one-jdk")
class TotpEndpointTests extends TotpScenario {

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

}

package dev.faroe.web;

import dev.faroe.FaroeError;
import dev.faroe.test.EncryptionEndpointTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The codes of email verification and email update requests, encrypted in the database.
 */
@ExtendWith(OutputCaptureExtension.class)
class EmailCodeEncryptionTests extends EncryptionEndpointTests {

	@Test
	void keepsCodesOutOfTheDatabase() {
		start(FIRST_KEY);
		String userId = createUserId();
		String replaced = code(createVerification(userId));
		JsonNode verification = createVerification(userId);
		JsonNode update = createUpdate(userId);
		assertThat(dump()).contains(id(update)).doesNotContain(replaced, code(verification), code(update));
		assertThat(get(verificationPath(userId)).json()).isEqualTo(verification);
		assertThat(get(updatePath(update)).json()).isEqualTo(update);
		assertThat(get("/users/" + userId + "/email-update-requests").json()).containsExactly(update);
		assertThat(verifyEmail(userId, replaced).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verifyEmail(userId, code(verification)).status()).isEqualTo(204);
		assertThat(verifyNewEmail(update).status()).isEqualTo(200);
	}

	@Test
	void acceptsPlainCodesOfBeforeThereWasAKey() {
		start();
		String userId = createUserId();
		JsonNode verification = createVerification(userId);
		JsonNode update = createUpdate(userId);
		assertThat(dump()).contains(code(verification), code(update));
		start(FIRST_KEY);
		assertThat(verifyEmail(userId, code(verification)).status()).isEqualTo(204);
		assertThat(verifyNewEmail(update).status()).isEqualTo(200);
	}

	@Test
	void acceptsCodesOfBeforeRotation() {
		start(FIRST_KEY);
		String userId = createUserId();
		JsonNode verification = createVerification(userId);
		JsonNode update = createUpdate(userId);
		start(SECOND_KEY, FIRST_KEY);
		assertThat(verifyEmail(userId, code(verification)).status()).isEqualTo(204);
		assertThat(verifyNewEmail(update).status()).isEqualTo(200);
	}

	@Test
	void codesThatCannotBeReadAreMissingInAnswersAndNeitherJudgedNorCharged(CapturedOutput output) {
		start(FIRST_KEY);
		String userId = createUserId();
		JsonNode verification = createVerification(userId);
		JsonNode update = createUpdate(userId);
		start(SECOND_KEY);
		JsonNode readable = createUpdate(userId);
		assertThat(get(verificationPath(userId)).json().get("code").isNull()).isTrue();
		assertThat(get(updatePath(update)).json().get("code").isNull()).isTrue();
		assertThat(get("/users/" + userId + "/email-update-requests").json()).hasSize(2).contains(readable);
		for (int count = 0; count < 6; count++) {
			assertThat(verifyEmail(userId, code(verification)).error()).isEqualTo(FaroeError.INTERNAL_ERROR);
			assertThat(verifyNewEmail(update).error()).isEqualTo(FaroeError.INTERNAL_ERROR);
		}
		assertThat(output).contains("which is not in faroe.encryption.keys")
			.doesNotContain(code(verification), code(update), keyOf(FIRST_KEY));
		JsonNode replacement = createVerification(userId);
		assertThat(verifyEmail(userId, code(replacement)).status()).isEqualTo(204);
		assertThat(verifyNewEmail(readable).status()).isEqualTo(200);
	}

	private JsonNode createVerification(String userId) {
		return post(verificationPath(userId)).json();
	}

	private JsonNode createUpdate(String userId) {
		return post("/users/" + userId + "/email-update-requests", "email", newEmail()).json();
	}

	private Answer verifyEmail(String userId, String code) {
		return post("/users/" + userId + "/verify-email", "code", code);
	}

	private Answer verifyNewEmail(JsonNode update) {
		return post("/verify-new-email", "request_id", id(update), "code", code(update));
	}

	private static String verificationPath(String userId) {
		return "/users/" + userId + "/email-verification-request";
	}

	private static String updatePath(JsonNode update) {
		return "/email-update-requests/" + id(update);
	}

}

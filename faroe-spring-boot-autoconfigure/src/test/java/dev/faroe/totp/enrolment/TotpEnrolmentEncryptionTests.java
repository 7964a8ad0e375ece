package dev.faroe.totp.enrolment;

import java.util.Objects;

import dev.faroe.security.DecryptionException;
import dev.faroe.test.EncryptionEndpointTests;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys of pending enrolments that are encrypted in the database.
 */
class TotpEnrolmentEncryptionTests extends EncryptionEndpointTests {

	private TotpEnrolmentService enrolments() {
		return server().bean(TotpEnrolmentService.class);
	}

	private TotpEnrolment begin(String userId) {
		return Objects.requireNonNull(enrolments().begin(userId).block());
	}

	@Test
	void keepsKeysOutOfTheDatabase() {
		start(FIRST_KEY);
		String userId = createUserId();
		TotpEnrolment enrolment = begin(userId);
		assertThat(dump()).contains(userId).doesNotContain(enrolment.base32Key(), enrolment.key().toBase64());
		StepVerifier.create(enrolments().get(userId))
			.assertNext((shown) -> assertThat(shown.base32Key()).isEqualTo(enrolment.base32Key()))
			.verifyComplete();
	}

	@Test
	void readsNoKeyOfAnotherUserOrOfACredential() {
		start(FIRST_KEY);
		String userId = createUserId();
		String other = createUserId();
		begin(userId);
		begin(other);
		server().database()
			.sql("""
					UPDATE faroe_totp_enrolment_request SET totp_key =
					(SELECT totp_key FROM faroe_totp_enrolment_request WHERE user_id = :other) WHERE user_id = :user""")
			.bind("user", userId)
			.bind("other", other)
			.then()
			.block();
		StepVerifier.create(enrolments().get(userId)).verifyError(DecryptionException.class);
		StepVerifier.create(enrolments().complete(userId, "123456")).verifyError(DecryptionException.class);
		StepVerifier.create(enrolments().begin(userId)).expectNextCount(1).verifyComplete();
		StepVerifier.create(enrolments().get(userId)).expectNextCount(1).verifyComplete();
	}

}

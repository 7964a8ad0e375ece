package dev.faroe.web;

import java.time.Duration;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.ratelimit.FallbackRateLimiter;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.Instances;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.TestRedis;
import dev.faroe.totp.Authenticator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits and one-time rules when requests are spread over two instances, which have one
 * database and one Redis.
 */
@Tag("one-jdk")
class SeveralInstancesTests extends PasswordResetTests {

	private static @Nullable Instances instances;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		instances = Instances.start(database, TestRedis.shared(), "faroe.rate-limit.redis.timeout=20s",
				"faroe.rate-limit.redis.on-failure=reject");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		started().close();
	}

	private static Instances started() {
		if (instances == null) {
			throw new IllegalStateException("There are instances in tests only");
		}
		return instances;
	}

	@Override
	protected FaroeServer server() {
		return started().next();
	}

	@AfterEach
	void allWasCountedInRedis() {
		assertThat(started().limiters()).allMatch(FallbackRateLimiter::isAvailable)
			.allSatisfy((limiter) -> assertThat(limiter.failures()).isZero());
	}

	private String registerTotp(String userId, Authenticator authenticator) {
		return id(post("/users/" + userId + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code())
			.json());
	}

	@Test
	void judgeFiveWrongPasswordsFromOneAddress() {
		JsonNode user = createUser();
		String address = newAddress();
		List<Answer> answers = inParallel(60, (index) -> post("/authenticate/password", "email",
				user.get("email").stringValue(), "password", "wrong" + index, "client_ip", address));
		assertThat(count(answers, FaroeError.INCORRECT_PASSWORD)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(55);
	}

	@Test
	void judgeAHundredWrongPasswordsOfOneUser() {
		JsonNode user = createUser();
		List<Answer> answers = inParallel(120, (index) -> post("/authenticate/password", "email",
				user.get("email").stringValue(), "password", "wrong", "client_ip", newAddress()));
		assertThat(count(answers, FaroeError.INCORRECT_PASSWORD)).isEqualTo(100);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(20);
	}

	@Test
	void judgeFiveWrongTotpCodes() {
		Authenticator authenticator = new Authenticator(server().clock());
		String id = registerTotp(createUserId(), authenticator);
		String wrong = authenticator.wrongCode();
		List<Answer> answers = inParallel(60,
				(index) -> post("/totp-credentials/" + id + "/verify-totp", "code", wrong));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(55);
	}

	@Test
	void judgeFiveWrongRecoveryCodes() {
		String userId = createUserId();
		List<Answer> answers = inParallel(60,
				(index) -> post("/users/" + userId + "/verify-recovery-code", "recovery_code", "IIIIIIII"));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(55);
	}

	@Test
	void judgeFiveWrongEmailVerificationCodes() {
		String userId = createUserId();
		String code = post("/users/" + userId + "/email-verification-request").json().get("code").stringValue();
		List<Answer> answers = inParallel(60,
				(index) -> post("/users/" + userId + "/verify-email", "code", wrong(code)));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS) + count(answers, FaroeError.NOT_ALLOWED)).isEqualTo(55);
		assertThat(post("/users/" + userId + "/verify-email", "code", code).error()).isEqualTo(FaroeError.NOT_ALLOWED);
	}

	@Test
	void judgeFiveWrongCodesOfANewEmail() {
		JsonNode request = post("/users/" + createUserId() + "/email-update-requests", "email", newEmail()).json();
		String code = code(request);
		List<Answer> answers = inParallel(60,
				(index) -> post("/verify-new-email", "request_id", id(request), "code", wrong(code)));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS) + count(answers, FaroeError.INVALID_REQUEST))
			.isEqualTo(55);
		assertThat(post("/verify-new-email", "request_id", id(request), "code", code).error())
			.isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void judgeNoMoreThanFiveWrongPasswordResetCodes() {
		Reset reset = createReset(createUserId());
		List<Answer> answers = inParallel(60, (index) -> verify(reset, reset.wrongCode()));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isBetween(1L, 5L);
		assertThat(errors(answers)).isSubsetOf(FaroeError.INCORRECT_CODE, FaroeError.TOO_MANY_REQUESTS,
				FaroeError.NOT_FOUND);
		assertThat(verify(reset, reset.code()).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void createThreePasswordResetRequests() {
		String userId = createUserId();
		List<Answer> answers = inParallel(20, (index) -> post(requestsOf(userId)));
		assertThat(count(answers, 200)).isEqualTo(3);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(17);
	}

	@Test
	void acceptARecoveryCodeOnce() {
		JsonNode user = createUser();
		List<Answer> answers = inParallel(6,
				(index) -> post("/users/" + id(user) + "/verify-recovery-code", "recovery_code", recoveryCode(user)));
		assertThat(count(answers, 200)).isOne();
		assertThat(count(answers, FaroeError.INCORRECT_CODE) + count(answers, FaroeError.TOO_MANY_REQUESTS))
			.isEqualTo(5);
	}

	@Test
	void acceptATotpCodeOnce() {
		Authenticator authenticator = new Authenticator(server().clock());
		String id = registerTotp(createUserId(), authenticator);
		String code = authenticator.code();
		List<Answer> answers = inParallel(5, (index) -> post("/totp-credentials/" + id + "/verify-totp", "code", code));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(4);
	}

	@Test
	void acceptAnEmailVerificationCodeOnce() {
		String userId = createUserId();
		String code = post("/users/" + userId + "/email-verification-request").json().get("code").stringValue();
		List<Answer> answers = inParallel(5, (index) -> post("/users/" + userId + "/verify-email", "code", code));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.NOT_ALLOWED)).isEqualTo(4);
	}

	@Test
	void resetOnePasswordWithOneRequest() {
		Reset reset = createVerifiedReset(createUserId());
		List<Answer> answers = inParallel(3, (index) -> resetPassword(reset, NEW_PASSWORD + index));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.INVALID_REQUEST)).isEqualTo(2);
	}

	@Test
	void letOneOfManySignUpsHaveAnEmail() {
		String email = newEmail();
		List<Answer> answers = inParallel(8, (index) -> post("/users", "email", email, "password", PASSWORD));
		assertThat(count(answers, 200)).isOne();
		assertThat(count(answers, FaroeError.EMAIL_ALREADY_USED)).isEqualTo(7);
	}

	@Test
	void clearALimitForEachOther() {
		Authenticator authenticator = new Authenticator(server().clock());
		String id = registerTotp(createUserId(), authenticator);
		for (int round = 0; round < 3; round++) {
			for (int attempt = 0; attempt < 4; attempt++) {
				assertThat(post("/totp-credentials/" + id + "/verify-totp", "code", authenticator.wrongCode()).error())
					.isEqualTo(FaroeError.INCORRECT_CODE);
			}
			assertThat(post("/totp-credentials/" + id + "/verify-totp", "code", authenticator.code()).status())
				.isEqualTo(204);
			server().clock().advance(Duration.ofSeconds(30));
		}
	}

}

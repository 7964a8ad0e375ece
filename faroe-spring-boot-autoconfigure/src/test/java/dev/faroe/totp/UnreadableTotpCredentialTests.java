package dev.faroe.totp;

import java.time.Duration;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Credentials whose keys cannot be decrypted, among those of a user who has others.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class UnreadableTotpCredentialTests extends EndpointTests {

	private static @Nullable FaroeServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database, "faroe.rest.include=sdk-0.2");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		started().close();
	}

	private static FaroeServer started() {
		if (server == null) {
			throw new IllegalStateException("There is a server in tests only");
		}
		return server;
	}

	@Override
	protected FaroeServer server() {
		return started();
	}

	@Test
	void wrongCodesAreCountedWhenANewerCredentialIsUnreadable(CapturedOutput output) {
		String userId = createUserId();
		Authenticator authenticator = register(userId);
		server().clock().advance(Duration.ofSeconds(1));
		damage(register(userId), userId);
		List<Answer> answers = inParallel(30, (index) -> verify(userId, authenticator.wrongCode()));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(25);
		assertThat(verify(userId, authenticator.code()).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(output).contains("A TOTP credential is left out", "encrypted with the key \"gone\"");
	}

	@Test
	void anUnreadableOlderCredentialIsInTheWayOfNoOther() {
		String userId = createUserId();
		damage(register(userId), userId);
		server().clock().advance(Duration.ofSeconds(1));
		Authenticator authenticator = register(userId);
		assertThat(verify(userId, authenticator.wrongCode()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verify(userId, authenticator.code()).status()).isEqualTo(204);
		assertThat(verify(userId, authenticator.code()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCodeIsAcceptedOnceAmongManyAtOnceAndNeverAgain(boolean unreadableFirst) {
		String userId = createUserId();
		Authenticator first = register(userId);
		server().clock().advance(Duration.ofSeconds(1));
		Authenticator second = register(userId);
		damage(unreadableFirst ? first : second, userId);
		String code = (unreadableFirst ? second : first).code();
		List<Answer> answers = inParallel(12, (index) -> verify(userId, code));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.INCORRECT_CODE) + count(answers, FaroeError.TOO_MANY_REQUESTS))
			.isEqualTo(11);
		server().clock().advance(Duration.ofMinutes(15));
		assertThat(verify(userId, code).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void aCodeIsNotAcceptedAgainThroughTheCredentialItself() {
		String userId = createUserId();
		damage(register(userId), userId);
		server().clock().advance(Duration.ofSeconds(1));
		Authenticator authenticator = register(userId);
		List<String> ids = strings(get("/users/" + userId + "/totp-credentials").json(), "id");
		assertThat(verify(userId, authenticator.code()).status()).isEqualTo(204);
		assertThat(post("/totp-credentials/" + ids.get(1) + "/verify-totp", "code", authenticator.code()).error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(post("/totp-credentials/" + ids.get(0) + "/verify-totp", "code", authenticator.code()).error())
			.isEqualTo(FaroeError.INTERNAL_ERROR);
	}

	@Test
	void unreadableCredentialsAloneAreAnErrorOfTheServerThatCountsNothing(CapturedOutput output) {
		String userId = createUserId();
		Authenticator authenticator = register(userId);
		damage(authenticator, userId);
		for (int count = 0; count < 6; count++) {
			assertThat(verify(userId, authenticator.code()).error()).isEqualTo(FaroeError.INTERNAL_ERROR);
		}
		assertThat(output).contains("encrypted with the key \"gone\", which is not in faroe.encryption.keys");
		Authenticator another = register(userId);
		assertThat(verify(userId, another.code()).status()).isEqualTo(204);
	}

	private Authenticator register(String userId) {
		Authenticator authenticator = new Authenticator(server().clock());
		assertThat(post("/users/" + userId + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code())
			.status()).isEqualTo(200);
		return authenticator;
	}

	private void damage(Authenticator authenticator, String userId) {
		server().database()
			.sql("UPDATE faroe_totp_credential SET totp_key = 'v1:gone:AAAA' WHERE user_id = :userId AND totp_key = :key")
			.bind("userId", userId)
			.bind("key", "plain:" + authenticator.key())
			.fetch()
			.rowsUpdated()
			.as((rows) -> assertThat(rows.block()).isEqualTo(1));
	}

	private Answer verify(String userId, String code) {
		return post("/users/" + userId + "/verify-2fa/totp", "code", code);
	}

}

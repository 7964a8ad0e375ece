package dev.faroe.totp;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.faroe.FaroeError;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wrong codes in a row, however much time there is between them. The limit in a time is
 * out of the way here.
 */
@Tag("one-jdk")
class ConsecutiveFailuresTests extends EndpointTests {

	private static @Nullable FaroeServer server;

	private String userId = "";

	private String credentialId = "";

	private Authenticator authenticator = new Authenticator(Clock.systemUTC());

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { FaroeServer.Host.class, Listening.class },
				"faroe.totp.max-consecutive-failures=7", "faroe.rate-limit.totp.capacity=100",
				"faroe.rest.include=sdk-0.2");
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

	@BeforeEach
	void register() {
		this.userId = createUserId();
		this.authenticator = new Authenticator(server().clock());
		this.credentialId = registerOne();
	}

	@Test
	void endTheGuessingUntilTheRecoveryCodeIsUsed() throws InterruptedException {
		exhaust();
		Answer refused = verify(this.authenticator.code());
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		server().clock().advance(Duration.ofDays(365));
		assertThat(verify(this.authenticator.code()).error()).as("no time ends it")
			.isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		LockedOutEvent event = server().bean(Listener.class).nextOf(this.userId);
		assertThat(event.limit()).isEqualTo(LockedOutEvent.TOTP_FAILURES);
		String recoveryCode = get("/users/" + this.userId).json().get("recovery_code").stringValue();
		post("/users/" + this.userId + "/regenerate-recovery-code");
		assertThat(verify(this.authenticator.code()).error()).as("nobody has proved anything")
			.isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(useRecoveryCode(recoveryCode).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verify(this.authenticator.code()).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		recoveryCode = get("/users/" + this.userId).json().get("recovery_code").stringValue();
		assertThat(useRecoveryCode(recoveryCode).status()).isEqualTo(200);
		assertThat(verify(this.authenticator.code()).status()).isEqualTo(204);
	}

	@Test
	void endWithTheRemovalOfTheSecondFactors() {
		for (String path : List.of("/users/" + this.userId + "/second-factors",
				"/users/" + this.userId + "/totp-credentials", "/totp-credentials/" + this.credentialId)) {
			path = path.startsWith("/totp") ? "/totp-credentials/" + this.credentialId : path;
			exhaust();
			assertThat(verify(this.authenticator.code()).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
			assertThat(delete(path).status()).isEqualTo(204);
			this.credentialId = registerOne();
			assertThat(verify(this.authenticator.code()).status()).isEqualTo(204);
		}
	}

	@Test
	void staysWhenAnotherCredentialIsLeft() {
		String first = this.credentialId;
		this.authenticator = new Authenticator(server().clock());
		this.credentialId = registerOne();
		exhaust();
		assertThat(delete("/totp-credentials/" + first).status()).isEqualTo(204);
		assertThat(verify(this.authenticator.code()).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void startAgainAfterASuccess() {
		for (int count = 0; count < 6; count++) {
			assertThat(verify(this.authenticator.wrongCode()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(verify(this.authenticator.code()).status()).isEqualTo(204);
		exhaust();
	}

	@Test
	void areCountedForAllCredentialsOfAUserTogether() {
		String second = registerAnother();
		for (int count = 0; count < 7; count++) {
			String id = (count % 2 == 0) ? second : this.credentialId;
			assertThat(post("/totp-credentials/" + id + "/verify-totp", "code", this.authenticator.wrongCode()).error())
				.isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(verify(this.authenticator.code()).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(post("/users/" + this.userId + "/verify-2fa/totp", "code", this.authenticator.code()).error())
			.isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	private void exhaust() {
		String wrong = this.authenticator.wrongCode();
		List<Answer> answers = inParallel(20, (index) -> verify(wrong));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(7);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(13);
	}

	private Answer verify(String code) {
		return post("/totp-credentials/" + this.credentialId + "/verify-totp", "code", code);
	}

	private Answer useRecoveryCode(String code) {
		return post("/users/" + this.userId + "/verify-recovery-code", "recovery_code", code);
	}

	private String registerAnother() {
		Authenticator first = this.authenticator;
		this.authenticator = new Authenticator(server().clock());
		String id = registerOne();
		this.authenticator = first;
		return id;
	}

	private String registerOne() {
		return post("/users/" + this.userId + "/register-totp-credential", "key", this.authenticator.key(), "code",
				this.authenticator.code())
			.json()
			.get("id")
			.stringValue();
	}

	static class Listening {

		@Bean
		Listener lockedOutListener() {
			return new Listener();
		}

	}

	static class Listener {

		private final BlockingQueue<LockedOutEvent> lockedOut = new LinkedBlockingQueue<>();

		LockedOutEvent nextOf(String userId) throws InterruptedException {
			LockedOutEvent event = this.lockedOut.poll(1, TimeUnit.MINUTES);
			while (event != null && !userId.equals(event.userId())) {
				event = this.lockedOut.poll(1, TimeUnit.MINUTES);
			}
			return Objects.requireNonNull(event, "There was no event");
		}

		@EventListener
		void on(LockedOutEvent event) {
			this.lockedOut.add(event);
		}

	}

}

package dev.faroe.password;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wrong passwords in a row, however much time there is between them: five here. The limit
 * in a time is out of the way.
 */
@Tag("one-jdk")
class ConsecutivePasswordFailuresTests extends EndpointTests {

	private static @Nullable FaroeServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { FaroeServer.Host.class, Listening.class },
				"faroe.password.max-consecutive-failures=5", "faroe.rate-limit.user-login.capacity=1000",
				"faroe.authentication.reveal-unknown-email=false");
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
	void endTheGuessingUntilThePasswordIsReset() throws InterruptedException {
		JsonNode user = createUser();
		exhaust(user);
		assertThat(logIn(email(user), PASSWORD).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		server().clock().advance(Duration.ofDays(365));
		assertThat(logIn(email(user), PASSWORD).error()).as("no time ends it").isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(verify(user, PASSWORD).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(update(user, PASSWORD).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(server().bean(Listener.class).nextOf(id(user)).limit()).isEqualTo(LockedOutEvent.PASSWORD_FAILURES);
		reset(user);
		assertThat(failures(user)).isZero();
		assertThat(logIn(email(user), "another long password").status()).isEqualTo(200);
	}

	@Test
	void areJudgedNoMoreOftenThanAllowedHoweverManyComeAtOnce() {
		JsonNode user = createUser();
		List<Answer> answers = inParallel(100, (index) -> switch (index % 3) {
			case 0 -> logIn(email(user), "wrong" + index);
			case 1 -> verify(user, "wrong" + index);
			default -> update(user, "wrong" + index);
		});
		assertThat(count(answers, FaroeError.INCORRECT_PASSWORD)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(95);
		assertThat(failures(user)).isEqualTo(5);
	}

	@Test
	void startAgainAfterTheRightPassword() {
		JsonNode user = createUser();
		for (int round = 0; round < 3; round++) {
			for (int count = 0; count < 4; count++) {
				assertThat(logIn(email(user), "wrong").error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
			}
			assertThat(failures(user)).isEqualTo(4);
			Answer success = switch (round) {
				case 0 -> logIn(email(user), PASSWORD);
				case 1 -> verify(user, PASSWORD);
				default -> update(user, PASSWORD);
			};
			assertThat(success.status()).isLessThan(300);
			assertThat(failures(user)).isZero();
		}
	}

	@Test
	void doNotCountWhatWasNotCompared() {
		JsonNode user = createUser();
		assertThat(logIn(email(user), "").error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post("/users/" + id(user) + "/update-password", "password", "wrong", "new_password", "password1")
			.error()).isEqualTo(FaroeError.WEAK_PASSWORD);
		assertThat(failures(user)).isZero();
	}

	@Test
	void areGoneAfterManyRightPasswordsAtOnceAndAnUpgradeOfTheHash() {
		JsonNode user = createUser();
		setHash(user, "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD));
		for (int round = 0; round < 4; round++) {
			assertThat(count(inParallel(2, (index) -> logIn(email(user), PASSWORD)), 200)).isEqualTo(2);
		}
		assertThat(failures(user)).isZero();
	}

	@Test
	void endForAnAddressThatNobodyHasAsForOneOfAUser() {
		String email = newEmail();
		List<Answer> answers = inParallel(20, (index) -> logIn(email, "wrong"));
		assertThat(count(answers, FaroeError.INCORRECT_PASSWORD)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(15);
		server().clock().advance(Duration.ofDays(29));
		JsonNode user = createUser();
		exhaust(user);
		Answer unknown = logIn(email, "wrong");
		Answer known = logIn(email(user), "wrong");
		assertThat(unknown.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS).isEqualTo(known.error());
		assertThat(unknown.header("Retry-After")).isEqualTo("3600").isEqualTo(known.header("Retry-After"));
	}

	private void exhaust(JsonNode user) {
		for (int count = 0; count < 5; count++) {
			assertThat(verify(user, "wrong").error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		}
		assertThat(verify(user, "wrong").error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	private Answer logIn(String email, String password) {
		return post("/authenticate/password", "email", email, "password", password);
	}

	private Answer verify(JsonNode user, String password) {
		return post("/users/" + id(user) + "/verify-password", "password", password);
	}

	private Answer update(JsonNode user, String password) {
		return post("/users/" + id(user) + "/update-password", "password", password, "new_password",
				"another long password");
	}

	private void reset(JsonNode user) {
		JsonNode request = post("/users/" + id(user) + "/password-reset-requests").json();
		post("/password-reset-requests/" + id(request) + "/verify-email", "code", request.get("code").stringValue());
		assertThat(post("/reset-password", "request_id", id(request), "password", "another long password").status())
			.isEqualTo(204);
	}

	private static String email(JsonNode user) {
		return user.get("email").stringValue();
	}

	private Integer failures(JsonNode user) {
		return Objects.requireNonNull(server().database()
			.sql("SELECT password_failures FROM faroe_user WHERE id = :id")
			.bind("id", id(user))
			.mapValue(Integer.class)
			.one()
			.block());
	}

	private void setHash(JsonNode user, String hash) {
		server().database()
			.sql("UPDATE faroe_user SET password_hash = :hash WHERE id = :id")
			.bind("hash", hash)
			.bind("id", id(user))
			.then()
			.block();
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

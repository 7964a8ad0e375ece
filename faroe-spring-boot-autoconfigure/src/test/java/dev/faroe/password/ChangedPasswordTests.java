package dev.faroe.password;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.faroe.FaroeError;
import dev.faroe.password.hashing.HashingListener;
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
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was begun before a password or an email address changed, and waits for a thread to
 * hash on meanwhile.
 */
@Tag("one-jdk")
class ChangedPasswordTests extends EndpointTests {

	private static @Nullable FaroeServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { FaroeServer.Host.class, Pausing.class },
				"faroe.password.hashing.threads=4");
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

	private Answer during(Supplier<Answer> call, Runnable change) throws Exception {
		Pause pause = server().bean(Pause.class);
		CountDownLatch paused = pause.next();
		CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(call);
		assertThat(paused.await(1, TimeUnit.MINUTES)).isTrue();
		change.run();
		pause.end();
		return answer.get(1, TimeUnit.MINUTES);
	}

	@Test
	void theFormerPasswordDoesNotLogInAfterTheChange() throws Exception {
		JsonNode user = createUser();
		Answer answer = during(() -> logIn(user, PASSWORD), () -> changePassword(user));
		assertThat(answer.error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(logIn(user, "another long password").status()).isEqualTo(200);
	}

	@Test
	void theFormerPasswordIsNotVerifiedAfterTheChange() throws Exception {
		JsonNode user = createUser();
		String path = "/users/" + id(user) + "/verify-password";
		Answer answer = during(() -> post(path, "password", PASSWORD), () -> changePassword(user));
		assertThat(answer.error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
	}

	@Test
	void theFormerPasswordCountsAsAFailureAfterTheChange() throws Exception {
		JsonNode user = createUser();
		String address = newAddress();
		for (int count = 0; count < 4; count++) {
			assertThat(logIn(user, "wrong", address).error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
			server().clock().advance(Duration.ofSeconds(10));
		}
		during(() -> logIn(user, PASSWORD, address), () -> changePassword(user));
		server().clock().advance(Duration.ofSeconds(10));
		assertThat(logIn(user, "another long password", address).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void aRightPasswordLogsInWhileItsHashIsUpgraded() throws Exception {
		JsonNode user = createUser();
		Answer answer = during(() -> logIn(user, PASSWORD), () -> {
			setHash(user, "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD));
			assertThat(logIn(user, PASSWORD).status()).isEqualTo(200);
		});
		assertThat(answer.status()).isEqualTo(200);
	}

	@Test
	void allOfManyLogInsWithOneOutdatedHashSucceed() {
		JsonNode user = createUser();
		setHash(user, "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD));
		List<Answer> answers = inParallel(12, (index) -> logIn(user, PASSWORD));
		assertThat(count(answers, 200)).isEqualTo(12);
	}

	@Test
	void aPasswordResetRequestBegunBeforeThePasswordChangedIsNotThere() throws Exception {
		JsonNode user = createUser();
		Answer answer = during(() -> post(resetsOf(user)), () -> changePassword(user));
		assertThat(answer.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
		assertThat(get(resetsOf(user)).body()).isEqualTo("[]");
		assertThat(post(resetsOf(user)).status()).isEqualTo(200);
	}

	@Test
	void aPasswordResetRequestBegunBeforeTheEmailChangedIsNotThere() throws Exception {
		JsonNode user = createUser();
		JsonNode update = post("/users/" + id(user) + "/email-update-requests", "email", newEmail()).json();
		Answer answer = during(() -> post(resetsOf(user)),
				() -> assertThat(post("/verify-new-email", "request_id", id(update), "code", code(update)).status())
					.isEqualTo(200));
		assertThat(answer.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
		assertThat(get(resetsOf(user)).body()).isEqualTo("[]");
	}

	@Test
	void aPasswordResetRequestBegunBeforeTheUserIsDeletedFindsNobody() throws Exception {
		JsonNode user = createUser();
		Answer answer = during(() -> post(resetsOf(user)), () -> delete("/users/" + id(user)));
		assertThat(answer.error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void noPasswordResetRequestSurvivesAChangeHoweverTheyMeet() {
		for (int round = 0; round < 5; round++) {
			JsonNode user = createUser();
			List<Answer> answers = inParallel(9, (index) -> (index == 4) ? changePassword(user) : post(resetsOf(user)));
			List<String> begunAfter = strings(get(resetsOf(user)).json(), "id");
			assertThat(count(answers, 204)).isOne();
			assertThat(begunAfter.size()).isLessThanOrEqualTo((int) count(answers, 200));
			assertThat(changePasswordBack(user).status()).isEqualTo(204);
			assertThat(get(resetsOf(user)).body()).isEqualTo("[]");
		}
	}

	@Test
	void aChangedPasswordVoidsTheEmailUpdateRequestsOfTheUserAlone() {
		JsonNode user = createUser();
		JsonNode other = createUser();
		JsonNode update = createUpdate(user);
		JsonNode otherUpdate = createUpdate(other);
		assertThat(changePassword(user).status()).isEqualTo(204);
		assertThat(verify(update).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(verify(otherUpdate).status()).isEqualTo(200);
	}

	@Test
	void aResetPasswordVoidsTheEmailUpdateRequestsOfTheUserAlone() {
		JsonNode user = createUser();
		JsonNode update = createUpdate(user);
		JsonNode otherUpdate = createUpdate(createUser());
		JsonNode reset = post(resetsOf(user)).json();
		post("/password-reset-requests/" + id(reset) + "/verify-email", "code", code(reset));
		assertThat(post("/reset-password", "request_id", id(reset), "password", "another long password").status())
			.isEqualTo(204);
		assertThat(verify(update).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(verify(otherUpdate).status()).isEqualTo(200);
	}

	private JsonNode createUpdate(JsonNode user) {
		return post("/users/" + id(user) + "/email-update-requests", "email", newEmail()).json();
	}

	private Answer verify(JsonNode update) {
		return post("/verify-new-email", "request_id", id(update), "code", code(update));
	}

	private Answer logIn(JsonNode user, String password) {
		return post("/authenticate/password", "email", user.get("email").stringValue(), "password", password);
	}

	private Answer logIn(JsonNode user, String password, String address) {
		return post("/authenticate/password", "email", user.get("email").stringValue(), "password", password,
				"client_ip", address);
	}

	private Answer changePassword(JsonNode user) {
		return post("/users/" + id(user) + "/update-password", "password", PASSWORD, "new_password",
				"another long password");
	}

	private Answer changePasswordBack(JsonNode user) {
		return post("/users/" + id(user) + "/update-password", "password", "another long password", "new_password",
				PASSWORD);
	}

	private void setHash(JsonNode user, String hash) {
		server().database()
			.sql("UPDATE faroe_user SET password_hash = :hash WHERE id = :id")
			.bindValues(Map.of("id", id(user), "hash", hash))
			.then()
			.block();
	}

	private static String resetsOf(JsonNode user) {
		return "/users/" + id(user) + "/password-reset-requests";
	}

	static class Pausing {

		@Bean
		Pause pause() {
			return new Pause();
		}

	}

	/**
	 * Holds one hash up when it has got its thread.
	 */
	static class Pause implements HashingListener {

		private final AtomicReference<@Nullable CountDownLatch> next = new AtomicReference<>();

		private volatile CountDownLatch end = new CountDownLatch(0);

		CountDownLatch next() {
			CountDownLatch paused = new CountDownLatch(1);
			this.end = new CountDownLatch(1);
			this.next.set(paused);
			return paused;
		}

		void end() {
			this.end.countDown();
		}

		@Override
		public void started(Duration wait) {
			CountDownLatch paused = this.next.getAndSet(null);
			if (paused != null) {
				paused.countDown();
				try {
					this.end.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
		}

	}

}

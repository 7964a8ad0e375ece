package dev.faroe.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.faroe.FaroeError;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which events the endpoints publish, and when.
 */
@Tag("one-jdk")
class EventsTests extends EndpointTests {

	private static final Map<TestDatabase, FaroeServer> SERVERS = new EnumMap<>(TestDatabase.class);

	private static final String NEW_PASSWORD = "another long enough password";

	private Recorder recorder = new Recorder();

	@Override
	protected FaroeServer server() {
		return SERVERS.computeIfAbsent(database(), (database) -> FaroeServer.start(database.create(),
				new Class<?>[] { FaroeServer.Host.class, Listeners.class }, "faroe.rest.include=sdk-0.2"));
	}

	@AfterAll
	static void stop() {
		SERVERS.values().forEach(FaroeServer::close);
		SERVERS.clear();
	}

	@BeforeEach
	void forgetEvents() {
		this.recorder = server().bean(Recorder.class);
		events();
	}

	@Test
	void tellsOfUsers() {
		String email = newEmail();
		String id = post("/users", "email", email, "password", PASSWORD).json().get("id").stringValue();
		post("/users", "email", email, "password", PASSWORD);
		post("/users", "email", newEmail(), "password", "12345678");
		delete("/users/" + id);
		delete("/users/" + id);
		assertThat(events()).containsExactly(new UserCreatedEvent(id, now()), new UserDeletedEvent(id, now()));
	}

	@Test
	void tellsOfPasswords() {
		JsonNode user = createUser();
		String id = id(user);
		String email = user.get("email").stringValue();
		events();
		post("/authenticate/password", "email", email, "password", PASSWORD);
		post("/authenticate/password", "email", email, "password", "wrong");
		post("/authenticate/password", "email", newEmail(), "password", PASSWORD);
		post("/users/" + id + "/verify-password", "password", PASSWORD);
		post("/users/" + id + "/verify-password", "password", "wrong");
		post("/users/" + id + "/update-password", "password", "wrong", "new_password", NEW_PASSWORD);
		post("/users/" + id + "/update-password", "password", PASSWORD, "new_password", NEW_PASSWORD);
		assertThat(events()).containsExactly(new PasswordVerifiedEvent(id, now()),
				new PasswordVerificationFailedEvent(id, now()), new PasswordVerificationFailedEvent(null, now()),
				new PasswordVerifiedEvent(id, now()), new PasswordVerificationFailedEvent(id, now()),
				new PasswordVerificationFailedEvent(id, now()), new PasswordChangedEvent(id, now()));
	}

	@Test
	void tellsOfPasswordResets() {
		String id = createUserId();
		events();
		JsonNode request = post("/users/" + id + "/password-reset-requests").json();
		String path = "/password-reset-requests/" + id(request) + "/verify-email";
		post("/reset-password", "request_id", id(request), "password", NEW_PASSWORD);
		post(path, "code", code(request));
		List<Answer> answers = inParallel(5,
				(index) -> post("/reset-password", "request_id", id(request), "password", NEW_PASSWORD));
		assertThat(count(answers, 204)).isOne();
		assertThat(events()).containsExactly(new PasswordResetEvent(id, now()));
	}

	@Test
	void tellsOfEmailAddresses() {
		JsonNode user = createUser();
		String id = id(user);
		events();
		String code = post("/users/" + id + "/email-verification-request").json().get("code").stringValue();
		post("/users/" + id + "/verify-email", "code", "WRONG");
		// With the wrong one, these are as many as there may be at once.
		inParallel(4, (index) -> post("/users/" + id + "/verify-email", "code", code));
		String email = newEmail();
		JsonNode update = post("/users/" + id + "/email-update-requests", "email", email).json();
		inParallel(5, (index) -> post("/verify-new-email", "request_id", id(update), "code", code(update)));
		assertThat(events()).filteredOn((event) -> !(event instanceof LockedOutEvent))
			.containsExactly(new EmailVerifiedEvent(id, now()),
					new EmailChangedEvent(id, user.get("email").stringValue(), email, now()));
	}

	@Test
	void tellsOfSecondFactors() {
		String id = createUserId();
		Authenticator authenticator = new Authenticator(server().clock());
		events();
		post("/users/" + id + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.wrongCode());
		String first = register(id, authenticator);
		String code = authenticator.code();
		List<Answer> answers = inParallel(3,
				(index) -> post("/totp-credentials/" + first + "/verify-totp", "code", code));
		assertThat(count(answers, 204)).isOne();
		assertThat(events()).containsExactlyInAnyOrder(new SecondFactorAddedEvent(id, "totp", first, now()),
				new SecondFactorVerifiedEvent(id, "totp", first, now()),
				new SecondFactorVerificationFailedEvent(id, "totp", now()),
				new SecondFactorVerificationFailedEvent(id, "totp", now()));
		delete("/totp-credentials/" + first);
		delete("/totp-credentials/" + first);
		String second = register(id, authenticator);
		String third = register(id, new Authenticator(server().clock()));
		delete("/users/" + id + "/totp-credentials");
		delete("/users/" + id + "/second-factors");
		assertThat(events()).containsExactly(new SecondFactorRemovedEvent(id, "totp", 1, now()),
				new SecondFactorAddedEvent(id, "totp", second, now()),
				new SecondFactorAddedEvent(id, "totp", third, now()),
				new SecondFactorRemovedEvent(id, "totp", 2, now()));
	}

	private String register(String userId, Authenticator authenticator) {
		return post("/users/" + userId + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code())
			.json()
			.get("id")
			.stringValue();
	}

	@Test
	void tellsOfRecoveryCodes() {
		JsonNode user = createUser();
		String id = id(user);
		register(id, new Authenticator(server().clock()));
		events();
		post("/users/" + id + "/verify-recovery-code", "recovery_code", "WRONG");
		post("/users/" + id + "/verify-recovery-code", "recovery_code", recoveryCode(user));
		String code = post("/users/" + id + "/regenerate-recovery-code").json().get("recovery_code").stringValue();
		post("/users/" + id + "/reset-2fa", "recovery_code", code);
		assertThat(events()).containsExactly(new RecoveryCodeVerificationFailedEvent(id, now()),
				new RecoveryCodeUsedEvent(id, now()), new RecoveryCodeRegeneratedEvent(id, now()),
				new RecoveryCodeUsedEvent(id, now()), new SecondFactorRemovedEvent(id, "totp", 1, now()));
	}

	@Test
	void tellsOfLimits() {
		String id = createUserId();
		String address = newAddress();
		events();
		for (int attempt = 0; attempt < 6; attempt++) {
			post("/users/" + id + "/verify-recovery-code", "recovery_code", "WRONG");
		}
		for (int attempt = 0; attempt < 6; attempt++) {
			post("/users/" + id + "/verify-password", "password", PASSWORD, "client_ip", address);
		}
		assertThat(events()).filteredOn(LockedOutEvent.class::isInstance)
			.containsExactly(new LockedOutEvent(id, "recovery-code", now()),
					new LockedOutEvent(null, "password-hashing", now()));
	}

	@Test
	void tellsWhenTheTransactionOfTheApplicationHasCommitted() {
		String id = createUserId();
		events();
		UserService users = server().bean(UserService.class);
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		Mono<Void> deletion = users.delete(id)
			.then(Mono.fromRunnable(() -> assertThat(events()).isEmpty()).subscribeOn(Schedulers.boundedElastic()))
			.then();
		StepVerifier.create(deletion.as(transaction::transactional)).verifyComplete();
		assertThat(events()).containsExactly(new UserDeletedEvent(id, now()));
	}

	@Test
	void tellsNothingThatTheApplicationRollsBack() {
		String id = createUserId();
		events();
		UserService users = server().bean(UserService.class);
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		Mono<Void> deletion = users.create(newEmail(), PASSWORD, null)
			.then(users.delete(id))
			.then(Mono.error(new IllegalStateException("The application gives up")));
		StepVerifier.create(deletion.as(transaction::transactional)).verifyError(IllegalStateException.class);
		assertThat(get("/users/" + id).status()).isEqualTo(200);
		assertThat(events()).isEmpty();
	}

	@Test
	void answersWhenAListenerFails() {
		this.recorder.failing = true;
		try {
			JsonNode user = createUser();
			assertThat(user.get("id")).isNotNull();
			assertThat(post("/users/" + id(user) + "/verify-password", "password", "wrong").error())
				.isEqualTo(FaroeError.INCORRECT_PASSWORD);
			assertThat(events()).hasSize(2);
		}
		finally {
			this.recorder.failing = false;
		}
	}

	private Instant now() {
		return server().clock().instant();
	}

	/**
	 * Return the events so far. Events come in order, so that one of our own comes last.
	 */
	private List<FaroeEvent> events() {
		UserDeletedEvent last = new UserDeletedEvent("last" + next(), Instant.EPOCH);
		server().bean(FaroeEvents.class).publishAfterCommit((time) -> last).block();
		List<FaroeEvent> events = new ArrayList<>();
		FaroeEvent event = this.recorder.next();
		while (!event.equals(last)) {
			events.add(event);
			event = this.recorder.next();
		}
		return events;
	}

	static class Listeners {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

	}

	static class Recorder {

		private final BlockingQueue<FaroeEvent> events = new LinkedBlockingQueue<>();

		private volatile boolean failing;

		@EventListener
		void on(FaroeEvent event) {
			this.events.add(event);
			if (this.failing) {
				throw new IllegalStateException("The listener of a test fails");
			}
		}

		FaroeEvent next() {
			try {
				FaroeEvent event = this.events.poll(1, TimeUnit.MINUTES);
				assertThat(event).isNotNull();
				return event;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

	}

}

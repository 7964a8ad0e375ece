package dev.faroe.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.faroe.FaroeError;
import dev.faroe.password.breach.PwnedPasswordsServer;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients are told, and what the log says, when something behind the endpoints
 * fails.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("one-jdk")
class FailureTests extends EndpointTests {

	private static final String PASSWORD_IN_BODY = "a very secret password";

	private @Nullable FaroeServer ownServer;

	@Override
	protected FaroeServer server() {
		return (this.ownServer != null) ? this.ownServer : super.server();
	}

	@AfterEach
	void closeOwnServer() {
		if (this.ownServer != null) {
			this.ownServer.close();
		}
	}

	@Test
	void answersServiceUnavailableWhenNoConnectionIsFree() {
		this.ownServer = FaroeServer.start(database(), "spring.r2dbc.pool.max-size=1",
				"spring.r2dbc.pool.initial-size=1", "spring.r2dbc.pool.max-acquire-time=500ms");
		ConnectionPool pool = (ConnectionPool) this.ownServer.bean(ConnectionFactory.class);
		Connection connection = pool.create().block();
		assertThat(connection).isNotNull();
		Answer answer = get("/users");
		assertThat(answer.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
		assertThat(answer.header("Retry-After")).isEqualTo("1");
		Mono.from(connection.close()).block();
		assertThat(get("/users").status()).isEqualTo(200);
	}

	@Test
	void answersInternalErrorWhenAStatementFails(CapturedOutput output) {
		this.ownServer = FaroeServer.start(database());
		this.ownServer.database().sql("DROP TABLE faroe_user CASCADE").then().block();
		Answer answer = post("/users", "email", "secret@example.com", "password", PASSWORD_IN_BODY);
		assertThat(answer.error()).isEqualTo(FaroeError.INTERNAL_ERROR);
		assertThat(output).containsOnlyOnce("Unexpected failure of POST /users")
			.contains("SQL state 42")
			.doesNotContain(PASSWORD_IN_BODY)
			.doesNotContain("secret@example.com")
			.doesNotContain(FaroeServer.CREDENTIAL);
	}

	@Test
	void answersServiceUnavailableWhenTheRequestTakesTooLong() {
		this.ownServer = FaroeServer.start(database(), "spring.r2dbc.pool.max-size=1",
				"spring.r2dbc.pool.initial-size=1", "faroe.rest.request-timeout=50ms");
		Connection connection = ((ConnectionPool) this.ownServer.bean(ConnectionFactory.class)).create().block();
		assertThat(connection).isNotNull();
		assertThat(get("/users").error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
		Mono.from(connection.close()).block();
	}

	@Test
	void answersServiceUnavailableWhenTheHashingQueueIsFull() {
		this.ownServer = FaroeServer.start(database().create(), new Class<?>[] { HostWithBlockedEncoder.class },
				"faroe.password.hashing.threads=1", "faroe.password.hashing.queue-capacity=2");
		BlockedEncoder encoder = this.ownServer.bean(BlockedEncoder.class);
		List<Answer> answers = inParallel(10, (index) -> {
			Answer answer = post("/users", "password", PASSWORD);
			encoder.release.countDown();
			return answer;
		});
		assertThat(count(answers, 200) + count(answers, FaroeError.SERVICE_UNAVAILABLE)).isEqualTo(10);
		assertThat(count(answers, 200)).isGreaterThanOrEqualTo(3);
		assertThat(answers).anySatisfy((answer) -> {
			assertThat(answer.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
			assertThat(answer.header("Retry-After")).isEqualTo("1");
		});
	}

	@Test
	void rejectsBreachedPasswordsAndLetsOthersThroughWhenTheCheckFails() {
		try (PwnedPasswordsServer breaches = PwnedPasswordsServer.start()) {
			breaches.add(PASSWORD_IN_BODY, 12);
			this.ownServer = FaroeServer.start(database(), "faroe.password.breach-check.enabled=true",
					"faroe.password.breach-check.base-url=" + breaches.baseUrl());
			assertThat(post("/users", "password", PASSWORD_IN_BODY).error()).isEqualTo(FaroeError.WEAK_PASSWORD);
			String id = post("/users", "password", PASSWORD).json().get("id").stringValue();
			assertThat(post("/users/" + id + "/update-password", "password", PASSWORD, "new_password", PASSWORD_IN_BODY)
				.error()).isEqualTo(FaroeError.WEAK_PASSWORD);
			breaches.answer(PwnedPasswordsServer.Mode.SERVER_ERROR);
			assertThat(post("/users", "password", PASSWORD_IN_BODY).status()).isEqualTo(200);
			breaches.answer(PwnedPasswordsServer.Mode.NORMAL);
			assertThat(post("/users", "password", PASSWORD_IN_BODY).status()).isEqualTo(200);
			this.ownServer.clock().advance(Duration.ofSeconds(61));
			assertThat(post("/users", "password", PASSWORD_IN_BODY).error()).isEqualTo(FaroeError.WEAK_PASSWORD);
		}
	}

	@Test
	void reachesTheSameUsersAfterARestart() {
		List<String> database = database().create();
		this.ownServer = FaroeServer.start(database, new Class<?>[] { FaroeServer.Host.class });
		String email = newEmail();
		post("/users", "email", email, "password", PASSWORD);
		this.ownServer.close();
		this.ownServer = FaroeServer.start(database, new Class<?>[] { FaroeServer.Host.class });
		assertThat(post("/authenticate/password", "email", email, "password", PASSWORD).status()).isEqualTo(200);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(FaroeServer.Host.class)
	static class HostWithBlockedEncoder {

		@Bean
		BlockedEncoder encoder() {
			return new BlockedEncoder();
		}

	}

	/**
	 * Hashes nothing until it is released.
	 */
	static final class BlockedEncoder implements PasswordEncoder {

		private final CountDownLatch release = new CountDownLatch(1);

		@Override
		public String encode(@Nullable CharSequence password) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return "hash";
		}

		@Override
		public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
			return false;
		}

	}

}

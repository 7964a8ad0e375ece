package dev.faroe.web;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import dev.faroe.FaroeError;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.test.FaroeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Password resets in an application that has a password encoder of its own, and one
 * hashing thread without a queue.
 */
class PasswordResetWithApplicationEncoderTests extends PasswordResetTests {

	private FaroeServer server;

	@BeforeEach
	void start() {
		this.server = FaroeServer.start(database().create(), new Class<?>[] { FaroeServer.Host.class, Encoder.class },
				"faroe.password.hashing.threads=1", "faroe.password.hashing.queue-capacity=0");
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Override
	protected FaroeServer server() {
		return this.server;
	}

	@Test
	void hashesCodesWithArgon2idAndPasswordsWithTheEncoder() {
		String userId = createUserId();
		Reset reset = createVerifiedReset(userId);
		Map<String, Object> row = PasswordResetRequestEndpointTests.row(server(), reset);
		assertThat(String.valueOf(row.get("code_hash"))).startsWith("$argon2id$");
		assertThat(resetPassword(reset, NEW_PASSWORD).status()).isEqualTo(204);
		assertThat(post("/users/" + userId + "/verify-password", "password", NEW_PASSWORD).status()).isEqualTo(204);
		String hash = server().database()
			.sql("SELECT password_hash FROM faroe_user WHERE id = :id")
			.bind("id", userId)
			.mapValue(String.class)
			.one()
			.block();
		assertThat(hash).isEqualTo(NEW_PASSWORD + " (encoded)");
	}

	@Test
	void countsNoAttemptThatIsRefusedForOverload() {
		String userId = createUserId();
		Reset reset = createReset(userId);
		BlockingEncoder encoder = this.server.bean(BlockingEncoder.class);
		Disposable work = encoder.occupy(this.server.bean(PasswordHasher.class));
		Answer refused = verify(reset, reset.wrongCode());
		assertThat(refused.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
		assertThat(refused.header("Retry-After")).isEqualTo("1");
		Map<String, Object> row = PasswordResetRequestEndpointTests.row(server(), reset);
		assertThat(row).containsEntry("attempts", 0).containsEntry("failed_attempts", 0);
		for (int request = 0; request < 4; request++) {
			assertThat(post(requestsOf(userId)).error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
		}
		encoder.release();
		work.dispose();
	}

	@Configuration(proxyBeanMethods = false)
	static class Encoder {

		@Bean
		BlockingEncoder applicationPasswordEncoder() {
			return new BlockingEncoder();
		}

	}

	/**
	 * Marks passwords instead of hashing them, and keeps its thread busy if asked to.
	 */
	static final class BlockingEncoder implements PasswordEncoder {

		private static final String BLOCKING = "block";

		private final CountDownLatch started = new CountDownLatch(1);

		private final Semaphore released = new Semaphore(0);

		Disposable occupy(PasswordHasher hasher) {
			Disposable work = hasher.hash(BLOCKING).subscribe();
			try {
				this.started.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return work;
		}

		void release() {
			this.released.release();
		}

		@Override
		public String encode(CharSequence password) {
			if (BLOCKING.contentEquals(password)) {
				this.started.countDown();
				this.released.acquireUninterruptibly();
			}
			return password + " (encoded)";
		}

		@Override
		public boolean matches(CharSequence password, String encoded) {
			return encoded.equals(password + " (encoded)");
		}

	}

}

package dev.faroe.web;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import dev.faroe.FaroeError;
import dev.faroe.ratelimit.FallbackRateLimiter;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.Instances;
import dev.faroe.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis is killed and started again while two instances are at work.
 */
@Tag("one-jdk")
class RedisOutageTests extends EndpointTests {

	private static final int CLIENTS = 8;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final TestRedis redis = TestRedis.create();

	private @Nullable Instances instances;

	@Override
	protected FaroeServer server() {
		return instances().next();
	}

	private Instances instances() {
		if (this.instances == null) {
			throw new IllegalStateException("There are instances in tests only");
		}
		return this.instances;
	}

	private void start(String onFailure) {
		this.instances = Instances.start(database(), this.redis, "faroe.rate-limit.redis.on-failure=" + onFailure,
				"faroe.rate-limit.redis.timeout=1s", "faroe.rate-limit.redis.probe-interval=100ms");
	}

	@AfterEach
	void stop() {
		instances().close();
		this.redis.close();
	}

	private static void await(BooleanSupplier condition) {
		Flux.interval(Duration.ofMillis(10)).filter((tick) -> condition.getAsBoolean()).blockFirst(PATIENCE);
	}

	private Answer logIn(JsonNode user, String password, String address) {
		return post("/authenticate/password", "email", user.get("email").stringValue(), "password", password,
				"client_ip", address);
	}

	private List<Answer> guess(JsonNode user) {
		String address = newAddress();
		return inParallel(60, (index) -> logIn(user, "wrong" + index, address));
	}

	@Test
	void instancesCountOnTheirOwnIfFailuresAreAllowed() throws Exception {
		start("allow");
		Outage outage = new Outage();
		JsonNode user = createUser();
		outage.begin();
		List<Answer> guesses = guess(user);
		assertThat(count(guesses, FaroeError.INCORRECT_PASSWORD)).isEqualTo(10);
		assertThat(count(guesses, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(50);
		assertThat(logIn(user, PASSWORD, newAddress()).status()).isEqualTo(200);
		outage.end();
		assertThat(outage.answers()).allSatisfy(
				(answer) -> assertThat(answer.status() == 200 || answer.error() == FaroeError.INCORRECT_PASSWORD)
					.as("%s", answer)
					.isTrue());
		assertThat(count(guess(user), FaroeError.INCORRECT_PASSWORD)).isEqualTo(5);
	}

	@Test
	void attemptsAreRefusedIfFailuresAreRejected() throws Exception {
		start("reject");
		Outage outage = new Outage();
		JsonNode user = createUser();
		outage.begin();
		assertThat(guess(user)).allSatisfy((answer) -> {
			assertThat(answer.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
			assertThat(answer.header("Retry-After")).isEqualTo("1");
		});
		assertThat(logIn(user, PASSWORD, newAddress()).error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
		assertThat(get("/users/" + id(user)).status()).isEqualTo(200);
		outage.end();
		assertThat(outage.answers())
			.allSatisfy((answer) -> assertThat(answer.status() == 200 || answer.error() == FaroeError.INCORRECT_PASSWORD
					|| answer.error() == FaroeError.SERVICE_UNAVAILABLE)
				.as("%s", answer)
				.isTrue());
		assertThat(count(guess(user), FaroeError.INCORRECT_PASSWORD)).isEqualTo(5);
		assertThat(logIn(user, PASSWORD, newAddress()).status()).isEqualTo(200);
	}

	/**
	 * Clients that log in and fail to, each from a new address, before, while and after
	 * Redis is away.
	 */
	private final class Outage {

		private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

		private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

		private final CountDownLatch working = new CountDownLatch(CLIENTS);

		private volatile boolean enough;

		private void work(JsonNode user) {
			try {
				while (!this.enough) {
					this.answers.add(logIn(user, (next() % 2 == 0) ? PASSWORD : "wrong", newAddress()));
				}
			}
			catch (Throwable ex) {
				this.failures.add(ex);
			}
			finally {
				this.working.countDown();
			}
		}

		void begin() {
			IntStream.range(0, CLIENTS).forEach((index) -> {
				JsonNode user = createUser();
				new Thread(() -> work(user), "client-" + index).start();
			});
			awaitMoreAnswers();
			RedisOutageTests.this.redis.kill();
			await(() -> instances().limiters().stream().noneMatch(FallbackRateLimiter::isAvailable));
			awaitMoreAnswers();
		}

		void end() throws InterruptedException {
			RedisOutageTests.this.redis.start();
			await(() -> instances().limiters().stream().allMatch(FallbackRateLimiter::isAvailable));
			awaitMoreAnswers();
			this.enough = true;
			assertThat(this.working.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}

		private void awaitMoreAnswers() {
			int more = this.answers.size() + 10 * CLIENTS;
			await(() -> this.answers.size() >= more || !this.failures.isEmpty());
		}

		Queue<Answer> answers() {
			assertThat(this.failures).isEmpty();
			return this.answers;
		}

	}

}

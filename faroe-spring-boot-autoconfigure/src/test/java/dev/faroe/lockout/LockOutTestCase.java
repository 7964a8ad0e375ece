package dev.faroe.lockout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.FaroeEvent;
import dev.faroe.event.LockOutEndedEvent;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.password.PasswordService;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimitListener;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * Five wrong passwords or codes of a user in a time, and seven in a row. Each test has a
 * user of its own.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
abstract class LockOutTestCase {

	static final String PASSWORD = "a long enough password";

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private static @Nullable FaroeServer server;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	final String userId = createUser(server());

	final LockOutService lockOuts = server().bean(LockOutService.class);

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { FaroeServer.Host.class, Listening.class },
				"faroe.rate-limit.user-login.capacity=5", "faroe.password.max-consecutive-failures=7",
				"faroe.totp.max-consecutive-failures=7");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	static Listener listener() {
		return server().bean(Listener.class);
	}

	static String createUser(FaroeServer server) {
		String email = "locked%d@example.com".formatted(NUMBERS.incrementAndGet());
		return Objects.requireNonNull(
				server.bean(UserService.class).create(email, PASSWORD, null).map((user) -> user.id()).block());
	}

	/**
	 * Try a password from an address that nobody has used.
	 * @return the error, or {@code null} if the password was right
	 */
	static @Nullable FaroeError tryPassword(FaroeServer server, String userId, String password) {
		String address = "10.0.%d.%d".formatted(NUMBERS.incrementAndGet() >> 8 & 0xFF, NUMBERS.get() & 0xFF);
		return error(server.bean(PasswordService.class).verify(userId, password, address));
	}

	@Nullable FaroeError tryPassword(String password) {
		return tryPassword(server(), this.userId, password);
	}

	static @Nullable FaroeError error(Mono<?> attempt) {
		return attempt.then(Mono.<FaroeError>empty())
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error()))
			.block(Duration.ofMinutes(1));
	}

	/**
	 * Guess until a limit refuses.
	 * @return how many guesses were judged
	 */
	int exhaustPasswords() {
		int judged = 0;
		while (tryPassword("wrong") == FaroeError.INCORRECT_PASSWORD) {
			judged++;
		}
		return judged;
	}

	List<LockOut> list() {
		return Objects.requireNonNull(this.lockOuts.list(this.userId).collectList().block());
	}

	void end() {
		this.lockOuts.end(this.userId).block();
	}

	static Integer failures(FaroeServer server, String column, String userId) {
		return Objects.requireNonNull(server.database()
			.sql("SELECT " + column + " FROM faroe_user WHERE id = :id")
			.bind("id", userId)
			.mapValue(Integer.class)
			.one()
			.block());
	}

	static class Listening {

		@Bean
		Listener lockOutListener() {
			return new Listener();
		}

	}

	static class Listener implements RateLimitListener {

		private final BlockingQueue<FaroeEvent> events = new LinkedBlockingQueue<>();

		private final AtomicInteger refused = new AtomicInteger();

		int refused() {
			return this.refused.get();
		}

		/**
		 * Return the events of a user up to one of another user, and forget them.
		 */
		List<FaroeEvent> eventsOf(String userId, String lastUserId) throws InterruptedException {
			List<FaroeEvent> found = new ArrayList<>();
			while (true) {
				FaroeEvent event = Objects.requireNonNull(this.events.poll(1, TimeUnit.MINUTES), "There was no event");
				if (lastUserId.equals(event.userId())) {
					return found;
				}
				if (userId.equals(event.userId())) {
					found.add(event);
				}
			}
		}

		@Override
		public void refused(RateLimit limit, String key) {
			this.refused.incrementAndGet();
		}

		@EventListener
		void on(LockedOutEvent event) {
			this.events.add(event);
		}

		@EventListener
		void on(LockOutEndedEvent event) {
			this.events.add(event);
		}

	}

}

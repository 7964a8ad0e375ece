package dev.faroe.host;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.faroe.accountstate.SessionEndingChange;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.TestRedis;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.session.ReactiveFindByIndexNameSessionRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances of an application with one Redis, in which an index finds the sessions of
 * a user.
 */
@Tag("one-jdk")
class SessionsInRedisTests {

	private static final String PASSWORD = "a long enough password";

	/** What a loaded machine may need; it is no assertion. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static FaroeServer server;

	private static FaroeServer other;

	private static int users;

	private final User user = Objects.requireNonNull(
			server.bean(UserService.class).create("redis%d@example.com".formatted(++users), PASSWORD, null).block());

	private final Authenticator authenticator = new Authenticator(server.clock());

	@BeforeAll
	static void start() {
		List<String> shared = TestDatabase.H2.create();
		String namespace = UUID.randomUUID().toString();
		server = start(shared, namespace);
		other = start(shared, namespace);
	}

	private static FaroeServer start(List<String> database, String namespace) {
		return FaroeServer.start(database, new Class<?>[] { StepsHost.class }, FaroeServer.WITH_SPRING_SECURITY,
				"faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false", "faroe.security.log-in.enabled=true",
				"spring.data.redis.url=" + TestRedis.shared().url(), "spring.session.data.redis.namespace=" + namespace,
				"spring.session.data.redis.repository-type=indexed");
	}

	@AfterAll
	static void stop() {
		server.close();
		other.close();
	}

	@BeforeEach
	void registerAuthenticator() {
		advance(Duration.ofMinutes(16));
		advance(Duration.ofSeconds(45 - server.clock().instant().getEpochSecond() % 30));
		server.bean(TotpService.class)
			.register(this.user.id(), new TotpKey(this.authenticator.keyBytes()), this.authenticator.code())
			.block();
	}

	private static void advance(Duration time) {
		server.clock().advance(time);
		other.clock().advance(time);
	}

	/**
	 * Each step is made at another instance.
	 */
	private Browser logIn() {
		advance(Duration.ofMinutes(1));
		Browser browser = beginLogIn();
		assertThat(
				browser.at(other.anonymousClient()).submit("/log-in/second-factor", "code", this.authenticator.code()))
			.isEqualTo("303 /page?of=mine");
		assertThat(browser.at(server.anonymousClient()).open("/page")).isEqualTo("200 " + this.user.id());
		return browser;
	}

	private Browser beginLogIn() {
		Browser browser = new Browser(server.anonymousClient(), "/log-in");
		assertThat(browser.open("/page?of=mine")).isEqualTo("303 /log-in");
		assertThat(browser.at(other.anonymousClient())
			.submit("/log-in", "email", String.valueOf(this.user.email()), "password", PASSWORD))
			.isEqualTo("303 /log-in/second-factor");
		return browser.at(server.anonymousClient());
	}

	/**
	 * Wait until as many sessions are left, which are deleted after the answer.
	 */
	private void awaitSessions(int count) {
		ReactiveFindByIndexNameSessionRepository<?> index = server.bean(ReactiveFindByIndexNameSessionRepository.class);
		Mono.defer(() -> index.findByPrincipalName(this.user.id()))
			.filter((found) -> found.size() == count)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("Not yet")))
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(10)))
			.block(PATIENCE);
	}

	@Test
	void stepUpAndLogOutHoldAtAllInstances() {
		Browser browser = logIn();
		advance(Duration.ofMinutes(10));
		assertThat(browser.at(other.anonymousClient()).open("/fresh/page")).isEqualTo("303 /log-in/step-up");
		assertThat(browser.at(server.anonymousClient()).submit("/log-in/step-up", "code", this.authenticator.code()))
			.isEqualTo("303 /fresh/page");
		assertThat(browser.at(other.anonymousClient()).open("/fresh/page")).isEqualTo("200 " + this.user.id());
		Browser stolen = browser.copy();
		assertThat(browser.at(server.anonymousClient()).submit("/log-in/out")).isEqualTo("303 /log-in?logged-out");
		assertThat(stolen.open("/page")).isEqualTo("303 /log-in");
		awaitSessions(0);
	}

	@ParameterizedTest
	@EnumSource(SessionEndingChange.class)
	void areDeletedAfterAChangeWhetherCompleteOrNot(SessionEndingChange change) {
		Browser browser = logIn();
		Browser half = beginLogIn();
		awaitSessions(2);
		change.make(other, this.user).block();
		awaitSessions(0);
		assertThat(browser.open("/page")).isEqualTo("303 /log-in");
		assertThat(half.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void areDeletedWithTheUser() {
		Browser browser = logIn();
		awaitSessions(1);
		other.bean(UserService.class).delete(this.user.id()).block();
		awaitSessions(0);
		assertThat(browser.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void stayIfTheyMadeTheChangeOrBeganAfterIt() {
		Browser browser = logIn();
		Browser elsewhere = logIn();
		awaitSessions(2);
		StepsHost.change = (request) -> SessionEndingChange.END_OF_SESSIONS.make(server, this.user);
		assertThat(browser.submit("/change")).isEqualTo("200 changed");
		awaitSessions(1);
		Browser later = logIn();
		awaitSessions(2);
		assertThat(browser.open("/page")).isEqualTo("200 " + this.user.id());
		assertThat(later.open("/page")).isEqualTo("200 " + this.user.id());
		assertThat(elsewhere.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void areDeletedFromUnderARequestThatIsStillAnswered() throws Exception {
		Browser browser = logIn();
		String token = browser.csrfToken();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		StepsHost.change = (request) -> request.session().then(Mono.fromRunnable(() -> {
			begun.countDown();
			await(go);
		}).subscribeOn(Schedulers.boundedElastic()));
		CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> browser.submitWith(token, "/change"));
		await(begun);
		awaitSessions(1);
		SessionEndingChange.PASSWORD_CHANGE.make(other, this.user).block();
		awaitSessions(0);
		go.countDown();
		assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("200 changed");
		assertThat(browser.open("/page")).isEqualTo("303 /log-in");
		awaitSessions(0);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

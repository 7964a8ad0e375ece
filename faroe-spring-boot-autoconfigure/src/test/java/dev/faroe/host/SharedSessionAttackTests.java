package dev.faroe.host;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.faroe.accountstate.SessionEndingChange;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.server.ServerRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on sessions that several requests, or several users after each other, share.
 */
@Tag("one-jdk")
class SharedSessionAttackTests extends LogInTestCase {

	/**
	 * The request of a page that does not answer until something has happened.
	 */
	private static String whilePending(Browser pending, String path, Runnable meanwhile) throws Exception {
		return whilePending(pending, path, meanwhile, (request) -> Mono.empty());
	}

	private static String whilePending(Browser pending, String path, Runnable meanwhile,
			Function<ServerRequest, Mono<?>> then) throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		String token = pending.csrfToken();
		StepsHost.change = (request) -> request.session().then(Mono.fromRunnable(() -> {
			begun.countDown();
			await(go);
		}).subscribeOn(Schedulers.boundedElastic())).then(Mono.defer(() -> then.apply(request)));
		CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> pending.submitWith(token, path));
		await(begun);
		meanwhile.run();
		go.countDown();
		return answer.get(30, TimeUnit.SECONDS);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void pendingRequestOfAStolenSessionDoesNotLearnTheIdAfterAChange() throws Exception {
		assertThat(logIn(this.browser, this.user)).isEqualTo("303 /");
		// A new token of forms changes the id, too.
		this.browser.csrfToken();
		Browser stolen = this.browser.copy();
		whilePending(stolen, "/change", () -> {
			StepsHost.change = (request) -> SessionEndingChange.PASSWORD_CHANGE.make(server(), this.user);
			assertThat(this.browser.submit("/change")).isEqualTo("200 changed");
		});
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
		assertThat(stolen.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void pendingRequestOfAFixatedSessionDoesNotLearnTheIdAfterTheLogIn() throws Exception {
		this.browser.open("/log-in");
		this.browser.csrfToken();
		Browser fixated = this.browser.copy();
		String answer = whilePending(fixated, "/public",
				() -> assertThat(logIn(this.browser, this.user)).isEqualTo("303 /"));
		// Without an index, Spring Session refuses to save a session that is not there.
		assertThat(answer).startsWith((this.store == SessionStore.REDIS) ? "500" : "200 changed");
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
		assertThat(fixated.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void pendingRequestDoesNothingInASessionThatIsNotItsOwnAnyMore() throws Exception {
		this.browser.open("/log-in");
		this.browser.csrfToken();
		Browser fixated = this.browser.copy();
		String answer = whilePending(fixated, "/public", () -> {
			assertThat(logIn(this.browser, this.user)).isEqualTo("303 /");
		}, (request) -> request.session().doOnNext((session) -> {
			session.getAttributes().put("planted", true);
			assertThat(session.getAttributes()).doesNotContainKey("SPRING_SECURITY_CONTEXT");
		}).flatMap((session) -> session.invalidate()));
		assertThat(answer).isEqualTo("200 changed");
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
	}

	@Test
	void proofOfOneUserIsNotThatOfAnotherWhoLoggedInMeanwhile() throws Exception {
		User victim = createUser();
		register(victim);
		server().clock().advance(Duration.ofMinutes(1));
		assertThat(logIn(this.browser, this.user)).isEqualTo("303 /");
		String token = this.browser.csrfToken();
		Browser second = this.browser.copy();
		Authenticator own = new Authenticator(server().clock());
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		StepsHost.change = (request) -> request.session().then(Mono.fromRunnable(() -> {
			begun.countDown();
			await(go);
		}).subscribeOn(Schedulers.boundedElastic()))
			.then(Mono.defer(() -> server().bean(TotpService.class)
				.register(this.user.id(), new TotpKey(own.keyBytes()), own.code())))
			.then(Mono.defer(() -> server().bean(FaroeSessions.class)
				.prove(request.exchange(), new FaroeUserDetails(this.user), Factor.TOTP)));
		CompletableFuture<String> answer = CompletableFuture
			.supplyAsync(() -> this.browser.submitWith(token, "/change"));
		await(begun);
		assertThat(logIn(second, victim)).isEqualTo("303 /log-in/second-factor");
		assertThat(second.open("/page")).isEqualTo("303 /log-in/second-factor");
		go.countDown();
		assertThat(answer.get(30, TimeUnit.SECONDS)).isNotNull();
		assertThat(this.browser.open("/page")).isNotEqualTo("200 " + victim.id());
	}

	@Test
	void nextUserOfABrowserDoesNotInheritTheRecoveryCodePage() {
		register(this.user);
		logIn(this.browser, this.user);
		assertThat(this.browser.submit("/log-in/recovery-code", "recovery_code", this.user.recoveryCode().value()))
			.isEqualTo("303 /log-in/new-recovery-code");
		User next = createUser();
		assertThat(logIn(this.browser, next)).isEqualTo("303 /");
		assertThat(this.browser.copy().open("/log-in/new-recovery-code")).isEqualTo("303 /");
		server().clock().advance(Duration.ofHours(3));
		assertThat(this.browser.open("/fresh")).isEqualTo("303 /log-in/step-up");
		assertThat(this.browser.open("/log-in/new-recovery-code")).doesNotContain(next.recoveryCode().value());
	}

	@Test
	void oldSessionDoesNotShowTheRecoveryCode() {
		register(this.user);
		logIn(this.browser, this.user);
		this.browser.submit("/log-in/recovery-code", "recovery_code", this.user.recoveryCode().value());
		server().clock().advance(Duration.ofHours(3));
		assertThat(this.browser.open("/fresh")).isEqualTo("303 /log-in/step-up");
		assertThat(this.browser.open("/log-in/new-recovery-code")).doesNotContain("<code>");
	}

	@Test
	void factorThatIsAddedLongAfterTheLogInLeadsToTheLogIn() {
		assertThat(logIn(this.browser, this.user)).isEqualTo("303 /");
		server().clock().advance(Duration.ofMinutes(20));
		Authenticator own = new Authenticator(server().clock());
		StepsHost.change = (request) -> server().bean(TotpService.class)
			.register(this.user.id(), new TotpKey(own.keyBytes()), own.code());
		assertThat(this.browser.submit("/change")).isEqualTo("200 changed");
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
		assertThat(logIn(this.browser, this.user)).isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.submit("/log-in/second-factor", "code", own.code())).isEqualTo("303 /page");
	}

}

package dev.faroe.passkey;

import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * While the application takes as long as it likes to find its trust anchors, as with a
 * server of metadata that does not answer.
 */
class SlowTrustAnchorsTests {

	private static final AuthenticatorMaker MAKER = new AuthenticatorMaker();

	/** What a loaded machine may need; it is no assertion. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static FaroeServer start(String timeout) {
		return FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { Host.class }, "faroe.passkeys.enabled=true",
				"faroe.passkeys.origins=" + LibraryRelyingParty.ORIGIN, "faroe.passkeys.attestation=direct",
				"faroe.passkeys.attestation-timeout=" + timeout, "faroe.passkeys.threads=1");
	}

	private static Mono<Passkey> register(FaroeServer server, SoftwareAuthenticator authenticator) {
		PasskeyService passkeys = server.bean(PasskeyService.class);
		return server.bean(UserService.class)
			.create(UUID.randomUUID() + "@example.com", "a long enough password", null)
			.flatMap((user) -> passkeys.registrationOptions(user.id(), true)
				.flatMap((options) -> passkeys.register(user.id(), json(authenticator.register(options)), "Key")));
	}

	private static String json(Map<String, Object> response) {
		return JsonMapper.shared().writeValueAsString(response);
	}

	@Test
	void othersAuthenticate() throws InterruptedException {
		try (FaroeServer server = start("60s")) {
			SlowAnchors anchors = server.bean(SlowAnchors.class);
			PasskeyService passkeys = server.bean(PasskeyService.class);
			SoftwareAuthenticator authenticator = MAKER.make();
			register(server, authenticator).block(PATIENCE);
			anchors.hang();
			CompletableFuture<Passkey> waiting = register(server, MAKER.make()).toFuture();
			anchors.awaitQuestion();
			StepVerifier
				.create(passkeys.authenticationOptions(null, true, null)
					.flatMap((options) -> passkeys.authenticate(json(authenticator.authenticate(options)))))
				.expectNextCount(1)
				.expectComplete()
				.verify(PATIENCE);
			anchors.answer();
			StepVerifier.create(Mono.fromFuture(waiting)).expectNextCount(1).expectComplete().verify(PATIENCE);
		}
	}

	@Test
	void registrationIsAnsweredAfterAWhile() {
		try (FaroeServer server = start("50ms")) {
			SlowAnchors anchors = server.bean(SlowAnchors.class);
			anchors.hang();
			StepVerifier.create(register(server, MAKER.make()))
				.expectErrorMatches((ex) -> ex instanceof FaroeException failure
						&& failure.error() == FaroeError.SERVICE_UNAVAILABLE)
				.verify(PATIENCE);
			anchors.answer();
		}
	}

	/**
	 * Vouches for the maker, and does so only after a while if told.
	 */
	static final class SlowAnchors implements TrustAnchorRepository {

		private final Semaphore questions = new Semaphore(0);

		private volatile CountDownLatch released = new CountDownLatch(0);

		void hang() {
			this.questions.drainPermits();
			this.released = new CountDownLatch(1);
		}

		void awaitQuestion() throws InterruptedException {
			this.questions.acquire();
		}

		void answer() {
			this.released.countDown();
		}

		/**
		 * As one who waits for an answer from a socket, it does not care for interrupts.
		 */
		@Override
		public Set<TrustAnchor> find(AAGUID model) {
			this.questions.release();
			boolean hanging = true;
			while (hanging) {
				try {
					this.released.await();
					hanging = false;
				}
				catch (InterruptedException ex) {
					// Goes on.
				}
			}
			return Set.of(MAKER.anchor());
		}

		@Override
		public Set<TrustAnchor> find(byte[] attestationCertificateKeyIdentifier) {
			return Set.of();
		}

	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		SlowAnchors anchors() {
			return new SlowAnchors();
		}

	}

}

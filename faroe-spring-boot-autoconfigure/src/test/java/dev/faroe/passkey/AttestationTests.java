package dev.faroe.passkey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.host.CertainAuthenticators;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where only certain authenticators are taken: those that the metadata of a local server
 * vouch for, which speaks as the FIDO Metadata Service does.
 */
@Tag("one-jdk")
class AttestationTests {

	private static final AuthenticatorMaker SERVICE = new AuthenticatorMaker();

	private static final AuthenticatorMaker TRUSTED = new AuthenticatorMaker();

	private static final AuthenticatorMaker REVOKED = new AuthenticatorMaker();

	private static HttpServer metadata;

	private static FaroeServer server;

	private static Path root;

	private static int status = 200;

	private String userId;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		byte[] blob = SERVICE
			.blob(List.of(TRUSTED.metadata("FIDO_CERTIFIED"), REVOKED.metadata("REVOKED")), url() + "revocations")
			.getBytes(StandardCharsets.UTF_8);
		metadata.createContext("/", (exchange) -> answer(exchange, status, blob));
		metadata.createContext("/revocations", (exchange) -> answer(exchange, 200, SERVICE.revocations()));
		metadata.start();
		root = Files.writeString(directory.resolve("root.pem"), SERVICE.rootInText());
		server = startServer();
	}

	private static String url() {
		return "http://localhost:" + metadata.getAddress().getPort() + "/";
	}

	private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
		try (exchange) {
			exchange.sendResponseHeaders(status, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private static FaroeServer startServer() {
		return FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { Host.class }, "faroe.passkeys.enabled=true",
				"faroe.passkeys.origins=" + LibraryRelyingParty.ORIGIN, "faroe.passkeys.attestation=direct",
				"shop.metadata-root=file:" + root, "shop.metadata-url=" + url());
	}

	@AfterAll
	static void stop() {
		server.close();
		metadata.stop(0);
	}

	@BeforeEach
	void createUser() {
		server.clock().advance(Duration.ofMinutes(1));
		String email = UUID.randomUUID() + "@example.com";
		this.userId = server.bean(UserService.class).create(email, "a long enough password", null).block().id();
	}

	@Test
	void takesAnAuthenticatorThatTheMetadataVouchFor() {
		SoftwareAuthenticator authenticator = TRUSTED.make();
		StepVerifier.create(register(authenticator))
			.assertNext((passkey) -> assertThat(passkey.userId()).isEqualTo(this.userId))
			.verifyComplete();
		StepVerifier
			.create(passkeys().authenticationOptions(null, true, null)
				.flatMap((options) -> passkeys().authenticate(json(authenticator.authenticate(options)))))
			.assertNext((authentication) -> assertThat(authentication.userVerified()).isTrue())
			.verifyComplete();
	}

	@Test
	void asksForAnAttestation() {
		StepVerifier.create(passkeys().registrationOptions(this.userId, true))
			.assertNext((options) -> assertThat(options).containsEntry("attestation", "direct"))
			.verifyComplete();
	}

	@Test
	void refusesOneThatSaysNothing() {
		refuses(authenticator().aaguid(TRUSTED.model()));
	}

	@Test
	void refusesOneThatVouchesForItself() {
		refuses(authenticator().aaguid(TRUSTED.model()).selfAttestation());
	}

	@Test
	void refusesAMakerOfWhomTheMetadataKnowNothing() {
		refuses(new AuthenticatorMaker().make());
	}

	@Test
	void refusesAMakerThatSaysItIsAnotherOne() {
		refuses(new AuthenticatorMaker().attest(authenticator().aaguid(TRUSTED.model()), TRUSTED.model()));
	}

	@Test
	void refusesACertificateOfAnotherModel() {
		refuses(TRUSTED.attest(authenticator().aaguid(TRUSTED.model()), REVOKED.model()));
		refuses(TRUSTED.attest(authenticator().aaguid(REVOKED.model()), TRUSTED.model()));
	}

	@Test
	void refusesAModelThatHasBeenRevoked() {
		refuses(REVOKED.make());
	}

	@Test
	void refusesASignatureOfAnotherCeremony() {
		SoftwareAuthenticator authenticator = TRUSTED.make();
		authenticator.hooks().clientDataJson((json) -> (new String(json, StandardCharsets.UTF_8) + " ").getBytes());
		refuses(authenticator);
	}

	@Test
	void saysThatItIsNotTheAuthenticatorsFaultWhileTheMetadataCannotBeHad() {
		// A provider of its own, for that of the server remembers what it has got.
		status = 500;
		try (FaroeServer second = startServer()) {
			PasskeyService passkeys = second.bean(PasskeyService.class);
			String user = second.bean(UserService.class)
				.create("ada@example.com", "a long enough password", null)
				.block()
				.id();
			SoftwareAuthenticator authenticator = TRUSTED.make();
			Mono<Passkey> registration = passkeys.registrationOptions(user, true)
				.flatMap((options) -> passkeys.register(user, json(authenticator.register(options)), "Key"));
			StepVerifier.create(registration).verifyErrorMatches((ex) -> is(ex, FaroeError.SERVICE_UNAVAILABLE));
			status = 200;
			StepVerifier.create(registration).expectNextCount(1).verifyComplete();
		}
		finally {
			status = 200;
		}
	}

	private void refuses(SoftwareAuthenticator authenticator) {
		StepVerifier.create(register(authenticator)).verifyErrorMatches((ex) -> is(ex, FaroeError.INCORRECT_CODE));
		StepVerifier.create(passkeys().list(this.userId)).verifyComplete();
	}

	private Mono<Passkey> register(SoftwareAuthenticator authenticator) {
		return passkeys().registrationOptions(this.userId, true)
			.flatMap((options) -> passkeys().register(this.userId, json(authenticator.register(options)), "Key"));
	}

	private static boolean is(Throwable ex, FaroeError error) {
		return ex instanceof FaroeException failure && failure.error() == error;
	}

	private static PasskeyService passkeys() {
		return server.bean(PasskeyService.class);
	}

	private static SoftwareAuthenticator authenticator() {
		return new SoftwareAuthenticator(LibraryRelyingParty.ORIGIN, Algorithm.ES256);
	}

	private static String json(Map<String, Object> response) {
		return JsonMapper.shared().writeValueAsString(response);
	}

	@Import({ FaroeServer.Host.class, CertainAuthenticators.class })
	static class Host {

	}

}

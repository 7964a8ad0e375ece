package dev.faroe.userdata;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import dev.faroe.passkey.Passkey;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.passkey.SoftwareAuthenticator;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpCredential;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data of users on each database. Each test has a user of its own.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
abstract class UserDataTestCase {

	static final String ORIGIN = "https://shop.example";

	private static @Nullable FaroeServer server;

	private static int users;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	final String email = "data%d@example.com".formatted(++users);

	final User user = wait(server().bean(UserService.class).create(this.email, "a long enough password", null));

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database, "faroe.passkeys.enabled=true", "faroe.passkeys.origins=" + ORIGIN);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	/**
	 * Also keep away from the ends of the steps of TOTP.
	 */
	@BeforeEach
	void waitForTheLimits() {
		server().clock().advance(Duration.ofMinutes(16));
		server().clock().advance(Duration.ofSeconds(45 - server().clock().instant().getEpochSecond() % 30));
	}

	static <T> T wait(Mono<T> mono) {
		return Objects.requireNonNull(mono.block());
	}

	UserData export() {
		return wait(server().bean(UserDataService.class).export(this.user.id()));
	}

	TotpCredential register(Authenticator authenticator) {
		return wait(server().bean(TotpService.class)
			.register(this.user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code()));
	}

	Passkey register(SoftwareAuthenticator authenticator, String name) {
		PasskeyService passkeys = server().bean(PasskeyService.class);
		Map<String, Object> options = wait(passkeys.registrationOptions(this.user.id(), false));
		String response = JsonMapper.shared().writeValueAsString(authenticator.register(options));
		return wait(passkeys.register(this.user.id(), response, name));
	}

	void authenticate(SoftwareAuthenticator authenticator) {
		PasskeyService passkeys = server().bean(PasskeyService.class);
		Map<String, Object> options = wait(passkeys.authenticationOptions(this.user.id(), false, null));
		passkeys.authenticate(JsonMapper.shared().writeValueAsString(authenticator.authenticate(options))).block();
	}

}

package dev.faroe.sample.pages;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import dev.faroe.FaroeException;
import dev.faroe.security.Secret;
import dev.faroe.testkit.TestClock;
import dev.faroe.testkit.TotpGenerator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.ImportedUser;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

/**
 * The operator of the sample application, who is made anew for each test.
 */
final class TestOperator {

	static final String ID = "aperatracperatrapperatra";

	static final String ADDRESS = "operator@example.com";

	private static final String HASH = "$argon2id$v=19$m=1024,t=1,p=1$8vdMfcv0AhcB0f5vRE3Uyw$"
			+ "okZ9nx+mFIQ+Rv5Zy+EHyHTWH77PTy2FOOtcJaM6YQs";

	private TestOperator() {
	}

	/**
	 * Make the operator, with {@link RunningPages#PASSWORD} and no second factor.
	 */
	static void create(UserService users) {
		users.delete(ID).onErrorResume(FaroeException.class, (ex) -> Mono.empty()).block();
		users.importUser(new ImportedUser(ID, Instant.EPOCH, ADDRESS, true, Secret.of(HASH), null)).block();
	}

	/**
	 * Make the operator with an authenticator app.
	 * @return the app
	 */
	static TotpGenerator create(UserService users, TotpService authenticators, TestClock clock) {
		create(users);
		return register(authenticators, ID, clock);
	}

	static TotpGenerator register(TotpService authenticators, String userId, TestClock clock) {
		byte[] key = "twenty bytes of key!".getBytes(StandardCharsets.US_ASCII);
		TotpGenerator app = TotpGenerator.ofBase64(Base64.getEncoder().encodeToString(key), clock);
		authenticators.register(userId, new TotpKey(key), app.code()).block();
		clock.advance(Duration.ofMinutes(1));
		return app;
	}

}

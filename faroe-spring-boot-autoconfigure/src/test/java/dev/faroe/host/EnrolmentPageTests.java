package dev.faroe.host;

import java.net.URI;
import java.security.InvalidKeyException;
import java.util.Locale;

import javax.crypto.spec.SecretKeySpec;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.TotpCredential;
import dev.faroe.totp.enrolment.TotpEnrolment;
import dev.faroe.totp.enrolment.TotpEnrolmentService;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of docs/embedding.md that enrols an authenticator.
 */
class EnrolmentPageTests {

	Mono<String> showKey(FaroeUserDetails user, TotpEnrolmentService enrolments) {
		return enrolments.begin(user.getUserId()).map((enrolment) -> page(enrolment.uri(), enrolment.base32Key()));
	}

	Mono<TotpCredential> confirm(FaroeUserDetails user, String code, TotpEnrolmentService enrolments) {
		return enrolments.complete(user.getUserId(), code);
	}

	private static String page(URI uri, String key) {
		return uri + " " + key;
	}

	@Test
	void showsAKeyAndRegistersItWithACodeOfIt() {
		FaroeServer server = FaroeServer.shared(TestDatabase.H2);
		TotpEnrolmentService enrolments = server.bean(TotpEnrolmentService.class);
		FaroeUserDetails user = server.bean(UserService.class)
			.create("enrolment-page@example.com", "a long enough password", null)
			.map(FaroeUserDetails::new)
			.block();
		assertThat(user).isNotNull();
		assertThat(showKey(user, enrolments).block()).startsWith("otpauth://totp/Faroe:enrolment-page%40example.com?");
		Mono<TotpCredential> confirmed = enrolments.get(user.getUserId())
			.flatMap((enrolment) -> confirm(user, code(enrolment, server), enrolments));
		StepVerifier.create(confirmed).expectNextCount(1).verifyComplete();
		StepVerifier.create(server.bean(UserService.class).get(user.getUserId()))
			.assertNext((current) -> assertThat(current.hasSecondFactor()).isTrue())
			.verifyComplete();
	}

	private static String code(TotpEnrolment enrolment, FaroeServer server) {
		try {
			return new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(
					new SecretKeySpec(enrolment.key().bytes(), "HmacSHA1"), server.clock().instant(), Locale.ROOT);
		}
		catch (InvalidKeyException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

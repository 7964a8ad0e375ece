package dev.faroe.testkit.host;

import dev.faroe.testkit.AutoConfigureFaroe;
import dev.faroe.testkit.TestClock;
import dev.faroe.testkit.TotpGenerator;
import dev.faroe.totp.TotpCredential;
import dev.faroe.totp.enrolment.TotpEnrolmentService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * The second example of the test kit in docs/embedding.md.
 */
@SpringBootTest
@AutoConfigureFaroe
class AuthenticatorTests {

	@Autowired
	UserService users;

	@Autowired
	TotpEnrolmentService enrolments;

	@Autowired
	TestClock clock;

	Mono<TotpCredential> addAuthenticator(User user) {
		return this.enrolments.begin(user.id())
			.map((enrolment) -> TotpGenerator.ofUri(enrolment.uri(), this.clock))
			.flatMap((authenticator) -> this.enrolments.complete(user.id(), authenticator.code()));
	}

	@Test
	void authenticatorIsAdded() {
		StepVerifier
			.create(this.users.create("ann@example.com", "violet-harbour-sings-42", null)
				.flatMap(this::addAuthenticator))
			.expectNextCount(1)
			.verifyComplete();
	}

}

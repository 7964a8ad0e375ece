package dev.faroe.testkit.host;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.testkit.AutoConfigureFaroe;
import dev.faroe.testkit.TestClock;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * The limits of the application, for the test that looks at them.
 */
@SpringBootTest
@AutoConfigureFaroe(limits = true)
class LimitedSignUpTests {

	@Autowired
	UserService users;

	@Autowired
	TestClock clock;

	@Test
	void refusesTheSixthUserFromOneAddressUntilTheClockMovesOn() {
		StepVerifier.create(Flux.range(0, 5).concatMap(this::signUp)).expectNextCount(5).verifyComplete();
		StepVerifier.create(signUp(5))
			.verifyErrorMatches(
					(ex) -> ex instanceof FaroeException refusal && refusal.error() == FaroeError.TOO_MANY_REQUESTS);
		this.clock.advance(Duration.ofSeconds(10));
		StepVerifier.create(signUp(6)).expectNextCount(1).verifyComplete();
	}

	private Mono<User> signUp(int guest) {
		return this.users.create("guest%d@example.com".formatted(guest), "violet-harbour-sings-42", "192.0.2.1");
	}

}

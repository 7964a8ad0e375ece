package dev.faroe.totp;

import java.time.Duration;

import dev.faroe.test.EndpointTests;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of the endpoints of TOTP credentials have in common.
 */
abstract class TotpScenario extends EndpointTests {

	Authenticator authenticator = new Authenticator(new MutableClock());

	/**
	 * Starts in the middle of a time step, where one code is current.
	 */
	@BeforeEach
	void startInTheMiddleOfAStep() {
		MutableClock clock = server().clock();
		clock.advance(Duration.ofSeconds(45 - clock.instant().getEpochSecond() % 30));
		this.authenticator = new Authenticator(clock);
	}

	boolean isFlagged(String userId) {
		JsonNode user = get("/users/" + userId).json();
		assertThat(user.get("registered_totp")).isEqualTo(user.get("totp_registered"));
		return user.get("totp_registered").booleanValue();
	}

	void update(String sql, String userId) {
		server().database().sql(sql).bind("userId", userId).then().block();
	}

	Authenticator newAuthenticator() {
		return new Authenticator(server().clock());
	}

	Answer register(String userId, Authenticator authenticator) {
		return post("/users/" + userId + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code());
	}

	Answer verify(String id, String code) {
		return post("/totp-credentials/" + id + "/verify-totp", "code", code);
	}

	static String credentialsOf(String userId) {
		return "/users/" + userId + "/totp-credentials";
	}

}

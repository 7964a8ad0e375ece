package dev.faroe.observation;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passkeys among the attempts to authenticate.
 */
@Tag("one-jdk")
class PasskeyMetersTests {

	@Test
	void attemptsAreCounted() {
		try (FaroeServer server = FaroeServer.start(TestDatabase.H2, FaroeServer.WITH_ACTUATOR,
				"faroe.passkeys.enabled=true", "faroe.passkeys.origins=https://shop.example")) {
			StepVerifier.create(server.bean(PasskeyService.class).authenticate("{}"))
				.expectErrorMatches((ex) -> ((FaroeException) ex).error() == FaroeError.INVALID_DATA)
				.verify();
			assertThat(server.bean(MeterRegistry.class)
				.get("faroe.authentication")
				.tags("factor", "passkey", "outcome", "INVALID_DATA")
				.counter()
				.count()).isOne();
		}
	}

}

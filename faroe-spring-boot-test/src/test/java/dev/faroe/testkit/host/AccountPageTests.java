package dev.faroe.testkit.host;

import java.time.Duration;

import dev.faroe.login.Factor;
import dev.faroe.testkit.AutoConfigureFaroe;
import dev.faroe.testkit.FaroeUserMutator;
import dev.faroe.testkit.TestClock;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;

import static dev.faroe.testkit.FaroeUserMutator.faroeUser;

/**
 * The first example of the test kit in docs/embedding.md.
 */
@SpringBootTest
@AutoConfigureWebTestClient
@AutoConfigureFaroe
class AccountPageTests {

	@Autowired
	WebTestClient client;

	@Autowired
	TestClock clock;

	@Test
	void passwordAloneDoesNotOpenTheAccount() {
		FaroeUserMutator user = faroeUser().withSecondFactors("totp");
		open("/account", user.withFactors(Factor.PASSWORD)).expectStatus().isSeeOther();
		open("/account", user.withFactors(Factor.PASSWORD, Factor.TOTP)).expectStatus().isOk();
	}

	@Test
	void paymentAsksForAProofOfTheLastTenMinutes() {
		FaroeUserMutator user = faroeUser().provedAt(this.clock.instant());
		open("/payment", user).expectStatus().isOk();
		this.clock.advance(Duration.ofMinutes(10));
		open("/payment", user).expectStatus().isSeeOther();
	}

	private WebTestClient.ResponseSpec open(String page, FaroeUserMutator user) {
		return this.client.mutateWith(user).get().uri(page).exchange();
	}

}

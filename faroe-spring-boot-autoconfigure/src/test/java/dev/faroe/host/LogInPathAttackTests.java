package dev.faroe.host;

import java.util.List;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pages of the application that are below the path of the log-in.
 */
@Tag("one-jdk")
class LogInPathAttackTests {

	@Test
	void pagesOfTheApplicationBelowThePathStayProtected() {
		try (FaroeServer server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { StepsHost.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", "faroe.security.log-in.path=/account")) {
			Browser browser = new Browser(server.anonymousClient(), "/account");
			assertThat(browser.open("/page")).isEqualTo("303 /account");
			assertThat(browser.open("/account/settings")).isEqualTo("303 /account");
		}
	}

	@Test
	void pagesOfTheApplicationBelowThePathOfThePasskeysStayProtected() {
		try (FaroeServer server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { StepsHost.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", "faroe.security.log-in.path=/account",
				"faroe.passkeys.enabled=true", "faroe.passkeys.origins=https://shop.example")) {
			Browser browser = new Browser(server.anonymousClient(), "/account");
			for (String page : List.of("/help", "/", "/a", "/a/b/rename", "/a/devices")) {
				assertThat(browser.open("/account/passkeys" + page)).isEqualTo("303 /account");
			}
			assertThat(browser.open("/account/passkeys")).isEqualTo("303 /account");
		}
	}

}

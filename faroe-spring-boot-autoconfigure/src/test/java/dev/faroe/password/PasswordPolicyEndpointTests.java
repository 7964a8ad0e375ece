package dev.faroe.password;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The policy of a service with a name, where a password that is the only factor has to
 * have 15 characters and any other 10.
 */
@Tag("one-jdk")
class PasswordPolicyEndpointTests extends EndpointTests {

	private static final String SHORT = "tenletters";

	private static @Nullable FaroeServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database, "faroe.password.min-length=10",
				"faroe.password.min-length-as-only-factor=15", "faroe.password.reject-context-words=true",
				"faroe.password.context-words=Acme Anvils", "faroe.rest.include=sdk-0.2");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		started().close();
	}

	private static FaroeServer started() {
		if (server == null) {
			throw new IllegalStateException("There is a server in tests only");
		}
		return server;
	}

	@Override
	protected FaroeServer server() {
		return started();
	}

	@Test
	void newUsersHaveNoOtherFactor() {
		assertThat(post("/users", "password", "fourteen chars").error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post("/users", "password", "fifteen letters").status()).isEqualTo(200);
	}

	@Test
	void aUserWithASecondFactorCanHaveAShorterPassword() {
		JsonNode user = createUser();
		assertThat(update(user, PASSWORD, SHORT).error()).isEqualTo(FaroeError.INVALID_DATA);
		register(user);
		assertThat(update(user, PASSWORD, "ninechars").error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(update(user, PASSWORD, SHORT).status()).isEqualTo(204);
	}

	@Test
	void aPasswordStaysWhenTheSecondFactorIsRemovedUntilItIsChanged() {
		JsonNode user = createUser();
		register(user);
		assertThat(update(user, PASSWORD, SHORT).status()).isEqualTo(204);
		assertThat(delete("/users/" + id(user) + "/totp-credentials").status()).isEqualTo(204);
		assertThat(verify(user, SHORT).status()).isEqualTo(204);
		assertThat(update(user, SHORT, "tenother.s").error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void aResetFollowsTheFactorsOfTheUserAndCanBeRepeated() {
		JsonNode user = createUser();
		JsonNode request = post("/users/" + id(user) + "/password-reset-requests").json();
		post("/password-reset-requests/" + id(request) + "/verify-email", "code", request.get("code").stringValue());
		assertThat(reset(request, SHORT).error()).isEqualTo(FaroeError.INVALID_DATA);
		register(user);
		assertThat(reset(request, "Acme-Anvils-2026").error()).isEqualTo(FaroeError.WEAK_PASSWORD);
		assertThat(reset(request, SHORT).status()).isEqualTo(204);
		assertThat(verify(user, SHORT).status()).isEqualTo(204);
	}

	@Test
	void wordsOfTheServiceMakeAWeakPassword() {
		assertThat(post("/users", "password", "AcmeAnvils12345!").error()).isEqualTo(FaroeError.WEAK_PASSWORD);
		assertThat(post("/users", "password", "acme anvils fall from cliffs").status()).isEqualTo(200);
	}

	@Test
	void theAddressOfTheUserMakesAWeakPassword() {
		String email = "wile.coyote%d@desert.example".formatted(next());
		assertThat(post("/users", "email", email, "password", email).error()).isEqualTo(FaroeError.WEAK_PASSWORD);
		assertThat(post("/users", "email", newEmail(), "password", email).status()).isEqualTo(200);
		JsonNode user = post("/users", "email", email, "password", PASSWORD).json();
		assertThat(update(user, PASSWORD, "WileCoyote-123456").error()).isEqualTo(FaroeError.WEAK_PASSWORD);
		assertThat(update(user, PASSWORD, "coyote paints a tunnel").status()).isEqualTo(204);
	}

	private Answer update(JsonNode user, String password, String newPassword) {
		return post("/users/" + id(user) + "/update-password", "password", password, "new_password", newPassword);
	}

	private Answer verify(JsonNode user, String password) {
		return post("/users/" + id(user) + "/verify-password", "password", password);
	}

	private Answer reset(JsonNode request, String password) {
		return post("/reset-password", "request_id", id(request), "password", password);
	}

	private void register(JsonNode user) {
		Authenticator authenticator = new Authenticator(server().clock());
		assertThat(post("/users/" + id(user) + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code())
			.status()).isEqualTo(200);
	}

}

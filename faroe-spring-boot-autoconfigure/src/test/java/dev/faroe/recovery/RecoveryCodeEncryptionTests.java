package dev.faroe.recovery;

import java.time.Instant;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.security.TokenGenerator;
import dev.faroe.test.EncryptionEndpointTests;
import dev.faroe.user.ImportedUser;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recovery codes that are encrypted in the database, over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class RecoveryCodeEncryptionTests extends EncryptionEndpointTests {

	private static final String HASH = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA"
			+ "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

	@Test
	void keepsCodesOutOfTheDatabase() {
		start(FIRST_KEY);
		JsonNode user = createUser();
		assertThat(stored(id(user))).startsWith("v1:first:");
		String replaced = recoveryCode(verify(id(user), recoveryCode(user)).json());
		assertThat(stored(id(user))).startsWith("v1:first:");
		String regenerated = recoveryCode(post("/users/" + id(user) + "/regenerate-recovery-code").json());
		assertThat(stored(id(user))).startsWith("v1:first:");
		assertThat(dump()).contains(id(user)).doesNotContain(recoveryCode(user), replaced, regenerated);
		assertThat(recoveryCode(get("/users/" + id(user)).json())).isEqualTo(regenerated);
		assertThat(verify(id(user), regenerated).status()).isEqualTo(200);
	}

	@Test
	void storesCodesAsTheyAreWithoutKeys() {
		start();
		JsonNode user = createUser();
		assertThat(stored(id(user))).isEqualTo(recoveryCode(user));
	}

	@Test
	void encryptsPlainCodesWhenTheirUsersLogIn() {
		start();
		JsonNode user = createUser();
		start(FIRST_KEY);
		assertThat(logIn(user, "another password").error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(stored(id(user))).isEqualTo(recoveryCode(user));
		assertThat(recoveryCode(logIn(user, PASSWORD).json())).isEqualTo(recoveryCode(user));
		assertThat(stored(id(user))).startsWith("v1:first:");
		assertThat(verify(id(user), recoveryCode(user)).status()).isEqualTo(200);
	}

	@Test
	void encryptsCodesOfBeforeRotationWhenTheirUsersLogIn() {
		start(FIRST_KEY);
		JsonNode user = createUser();
		start(SECOND_KEY, FIRST_KEY);
		StepVerifier
			.create(server().bean(UserService.class)
				.authenticateDiscreetly(user.get("email").stringValue(), PASSWORD, null))
			.assertNext((loggedIn) -> assertThat(loggedIn.recoveryCode().value()).isEqualTo(recoveryCode(user)))
			.verifyComplete();
		assertThat(stored(id(user))).startsWith("v1:second:");
		start(SECOND_KEY);
		assertThat(recoveryCode(get("/users/" + id(user)).json())).isEqualTo(recoveryCode(user));
	}

	@Test
	void encryptsPlainCodesWhenTheyAreReplaced() {
		start();
		JsonNode used = createUser();
		JsonNode regenerated = createUser();
		start(FIRST_KEY);
		assertThat(verify(id(used), recoveryCode(used)).status()).isEqualTo(200);
		assertThat(post("/users/" + id(regenerated) + "/regenerate-recovery-code").status()).isEqualTo(200);
		assertThat(stored(id(used))).startsWith("v1:first:");
		assertThat(stored(id(regenerated))).startsWith("v1:first:");
	}

	@Test
	void encryptsImportedCodes() {
		start(FIRST_KEY);
		TokenGenerator tokens = new TokenGenerator();
		List<ImportedUser> users = List.of(importedUser(tokens), importedUser(tokens), importedUser(tokens));
		UserService service = server().bean(UserService.class);
		User imported = service.importUser(users.get(0)).block();
		assertThat(imported).isNotNull();
		assertThat(imported.recoveryCode()).isEqualTo(users.get(0).recoveryCode());
		service.importUsers(users).block();
		for (ImportedUser user : users) {
			String id = String.valueOf(user.id());
			assertThat(stored(id)).startsWith("v1:first:");
			assertThat(user.recoveryCode()).isNotNull();
			assertThat(verify(id, user.recoveryCode().value()).status()).isEqualTo(200);
		}
	}

	private static ImportedUser importedUser(TokenGenerator tokens) {
		return new ImportedUser(tokens.id(), Instant.EPOCH, null, false, HASH, tokens.code());
	}

	@Test
	void codeThatCannotBeReadIsInTheWayOfNothingElse(CapturedOutput output) {
		start(SECOND_KEY);
		JsonNode user = createUser();
		String keyId = "lost-" + next();
		String stored = stored(id(user)).replace("v1:second:", "v1:" + keyId + ":");
		store(id(user), stored);
		JsonNode other = createUser();
		for (int count = 0; count < 3; count++) {
			assertThat(get("/users/" + id(user)).json().get("recovery_code").isNull()).isTrue();
			assertThat(logIn(user, PASSWORD).json().get("recovery_code").isNull()).isTrue();
		}
		JsonNode listed = get("/users?per_page=1000").json();
		assertThat(listed).contains(get("/users/" + id(user)).json(), get("/users/" + id(other)).json());
		assertThat(stored(id(user))).isEqualTo(stored);
		assertThat(output).containsOnlyOnce("the key \"" + keyId + "\", which is not in faroe.encryption.keys")
			.doesNotContain(recoveryCode(user), keyOf(FIRST_KEY), keyOf(SECOND_KEY));
		assertThat(post("/users/" + id(user) + "/regenerate-recovery-code").status()).isEqualTo(200);
		assertThat(stored(id(user))).startsWith("v1:second:");
	}

	@Test
	void codeThatCannotBeReadIsNotJudgedAndCostsNothing(CapturedOutput output) {
		start(FIRST_KEY);
		JsonNode user = createUser();
		start(ANOTHER_FIRST_KEY);
		for (int count = 0; count < 6; count++) {
			assertThat(verify(id(user), recoveryCode(user)).error()).isEqualTo(FaroeError.INTERNAL_ERROR);
		}
		assertThat(output).contains("cannot be decrypted with the key \"first\"").doesNotContain(recoveryCode(user));
		start(FIRST_KEY);
		assertThat(verify(id(user), recoveryCode(user)).status()).isEqualTo(200);
	}

	@Test
	void codeOfAnotherUserIsNotAccepted() {
		start(FIRST_KEY);
		JsonNode user = createUser();
		JsonNode attacker = createUser();
		store(id(user), stored(id(attacker)));
		assertThat(verify(id(user), recoveryCode(attacker)).error()).isEqualTo(FaroeError.INTERNAL_ERROR);
		assertThat(get("/users/" + id(user)).json().get("recovery_code").isNull()).isTrue();
	}

	private Answer logIn(JsonNode user, String password) {
		return post("/authenticate/password", "email", user.get("email").stringValue(), "password", password);
	}

	private Answer verify(String userId, String code) {
		return post("/users/" + userId + "/verify-recovery-code", "recovery_code", code);
	}

	private String stored(String userId) {
		return String.valueOf(server().database()
			.sql("SELECT recovery_code FROM faroe_user WHERE id = :id")
			.bind("id", userId)
			.mapValue(String.class)
			.one()
			.block());
	}

	private void store(String userId, String code) {
		server().database()
			.sql("UPDATE faroe_user SET recovery_code = :code WHERE id = :id")
			.bind("id", userId)
			.bind("code", code)
			.then()
			.block();
	}

}

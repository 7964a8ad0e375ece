package dev.faroe.totp;

import java.time.Instant;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.TokenGenerator;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.user.ImportOutcome;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TOTP credentials of other systems, on each database.
 */
@Tag("one-jdk")
class ImportedTotpCredentialTests extends EndpointTests {

	private static final Instant CREATED_AT = Instant.ofEpochSecond(1_700_000_000);

	private final TokenGenerator tokens = new TokenGenerator();

	private TotpService totp() {
		return server().bean(TotpService.class);
	}

	@Test
	void areVerifiedAsBefore() {
		String userId = createUserId();
		Authenticator authenticator = new Authenticator(server().clock());
		TotpCredentialWithKey imported = credential(userId, authenticator);
		assertThat(totp().importCredential(imported).block()).isEqualTo(imported.credential());
		JsonNode credential = get("/totp-credentials/" + imported.credential().id()).json();
		assertThat(credential.get("user_id").stringValue()).isEqualTo(userId);
		assertThat(credential.get("created_at").longValue()).isEqualTo(CREATED_AT.getEpochSecond());
		String path = "/totp-credentials/" + imported.credential().id() + "/verify-totp";
		assertThat(post(path, "code", authenticator.wrongCode()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(post(path, "code", authenticator.code()).status()).isEqualTo(204);
		assertThat(post(path, "code", authenticator.code()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void areEncryptedWhereThereIsAKey() {
		try (FaroeServer server = FaroeServer.start(database(), "faroe.encryption.keys=k1:" + "00".repeat(31) + "01")) {
			String userId = server.bean(UserService.class)
				.create(null, PASSWORD, null)
				.map((user) -> user.id())
				.block();
			Authenticator authenticator = new Authenticator(server.clock());
			TotpCredentialWithKey imported = credential(String.valueOf(userId), authenticator);
			TotpService totp = server.bean(TotpService.class);
			StepVerifier.create(totp.importCredentials(List.of(imported)))
				.expectNext(List.of(ImportOutcome.IMPORTED))
				.verifyComplete();
			assertThat(server.database()
				.sql("SELECT totp_key FROM faroe_totp_credential")
				.mapValue(String.class)
				.one()
				.block()).startsWith("v1:k1:");
			StepVerifier.create(totp.verify(imported.credential().id(), authenticator.code())).verifyComplete();
		}
	}

	@Test
	void areRefusedWithoutTheirUser() {
		Authenticator authenticator = new Authenticator(server().clock());
		for (String userId : List.of(UNKNOWN_ID, "no id")) {
			StepVerifier.create(totp().importCredential(credential(userId, authenticator)))
				.verifyErrorMatches(
						(ex) -> ex instanceof FaroeException faroe && faroe.error() == FaroeError.NOT_FOUND);
		}
	}

	@Test
	void areRefusedForWhatCannotBeKept() {
		String userId = createUserId();
		TotpKey key = new TotpKey(new Authenticator(server().clock()).keyBytes());
		List<TotpCredentialWithKey> refused = List.of(
				new TotpCredentialWithKey(new TotpCredential("no id", userId, CREATED_AT), key),
				new TotpCredentialWithKey(new TotpCredential(this.tokens.id(), userId, Instant.ofEpochSecond(-1)),
						key));
		for (TotpCredentialWithKey credential : refused) {
			StepVerifier.create(totp().importCredential(credential))
				.verifyErrorMatches(
						(ex) -> ex instanceof FaroeException faroe && faroe.error() == FaroeError.INVALID_DATA);
		}
		StepVerifier.create(totp().importCredentials(refused))
			.expectNext(List.of(ImportOutcome.INVALID_ID, ImportOutcome.INVALID_TIME))
			.verifyComplete();
	}

	@Test
	void areImportedTogetherWithoutThoseThatAreRefused() {
		String userId = createUserId();
		Authenticator authenticator = new Authenticator(server().clock());
		TotpCredentialWithKey first = credential(userId, authenticator);
		totp().importCredential(first).block();
		StepVerifier
			.create(totp().importCredentials(List.of(first, credential(UNKNOWN_ID, authenticator),
					credential(userId, authenticator), credential(userId, new Authenticator(server().clock())))))
			.expectNext(List.of(ImportOutcome.ALREADY_PRESENT, ImportOutcome.USER_NOT_FOUND,
					ImportOutcome.KEY_ALREADY_REGISTERED, ImportOutcome.IMPORTED))
			.verifyComplete();
		assertThat(get("/users/" + userId + "/totp-credentials").json()).hasSize(2);
		StepVerifier.create(totp().importCredential(first))
			.verifyErrorMatches((ex) -> ex instanceof FaroeException faroe && faroe.error() == FaroeError.INVALID_DATA);
	}

	private TotpCredentialWithKey credential(String userId, Authenticator authenticator) {
		return new TotpCredentialWithKey(new TotpCredential(this.tokens.id(), userId, CREATED_AT),
				new TotpKey(authenticator.keyBytes()));
	}

}

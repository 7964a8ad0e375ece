package dev.faroe.totp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.test.EncryptionEndpointTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TOTP keys that are encrypted in the database, over HTTP.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class TotpEncryptionTests extends EncryptionEndpointTests {

	@Test
	void keepsKeysOutOfTheDatabase() {
		start(FIRST_KEY);
		Authenticator authenticator = new Authenticator(server().clock());
		String id = register(createUserId(), authenticator);
		byte[] key = authenticator.keyBytes();
		String dump = dump();
		assertThat(dump).contains(id, "v1:first:");
		assertThat(dump).doesNotContain(authenticator.key(),
				Base64.getEncoder().withoutPadding().encodeToString(key).substring(0, 26), base32(key),
				new String(key, StandardCharsets.ISO_8859_1));
		assertThat(dump.toLowerCase(Locale.ROOT)).doesNotContain(HexFormat.of().formatHex(key),
				base32(key).toLowerCase(Locale.ROOT));
		assertThat(verify(id, authenticator.code()).status()).isEqualTo(204);
	}

	@Test
	void readsKeysOfBeforeRotationAndEncryptsThemAgainWhenTheyAreUsed() {
		start(FIRST_KEY);
		Authenticator authenticator = new Authenticator(server().clock());
		String userId = createUserId();
		String used = register(userId, authenticator);
		String unused = register(userId, new Authenticator(server().clock()));
		start(SECOND_KEY, FIRST_KEY);
		assertThat(verify(used, authenticator.wrongCode()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(storedKey(used)).startsWith("v1:first:");
		assertThat(verify(used, authenticator.code()).status()).isEqualTo(204);
		assertThat(storedKey(used)).startsWith("v1:second:");
		assertThat(storedKey(unused)).startsWith("v1:first:");
		assertThat(storedKey(register(userId, new Authenticator(server().clock())))).startsWith("v1:second:");
		start(SECOND_KEY);
		assertThat(get("/totp-credentials/" + used).status()).isEqualTo(200);
		assertThat(verify(used, authenticator.code()).error()).as("readable, and used")
			.isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void readsPlainKeysAndEncryptsThemWhenTheyAreUsed() {
		start();
		Authenticator authenticator = new Authenticator(server().clock());
		String id = register(createUserId(), authenticator);
		assertThat(dump()).contains(authenticator.key());
		start(FIRST_KEY);
		assertThat(verify(id, authenticator.code()).status()).isEqualTo(204);
		assertThat(storedKey(id)).startsWith("v1:first:");
		assertThat(dump()).doesNotContain(authenticator.key());
	}

	@Test
	void failsClearlyWhenTheKeyIsMissing(CapturedOutput output) {
		start(FIRST_KEY);
		Authenticator authenticator = new Authenticator(server().clock());
		String id = register(createUserId(), authenticator);
		start(SECOND_KEY);
		assertFailsWithoutCharge(id, authenticator);
		assertThat(output).contains("encrypted with the key \"first\", which is not in faroe.encryption.keys")
			.doesNotContain(authenticator.key(), keyOf(FIRST_KEY), keyOf(SECOND_KEY));
		start();
		assertFailsWithoutCharge(id, authenticator);
	}

	@Test
	void failsClearlyWhenTheKeyIsWrong(CapturedOutput output) {
		start(FIRST_KEY);
		Authenticator authenticator = new Authenticator(server().clock());
		String id = register(createUserId(), authenticator);
		start(ANOTHER_FIRST_KEY);
		assertFailsWithoutCharge(id, authenticator);
		assertThat(output).contains("cannot be decrypted with the key \"first\"")
			.doesNotContain(authenticator.key(), keyOf(FIRST_KEY), keyOf(ANOTHER_FIRST_KEY));
	}

	@Test
	void failsClearlyWhenRowsWereSwapped(CapturedOutput output) {
		start(FIRST_KEY);
		Authenticator authenticator = new Authenticator(server().clock());
		Authenticator attacker = new Authenticator(server().clock());
		String userId = createUserId();
		String id = register(userId, authenticator);
		String sameUser = register(userId, attacker);
		String otherUser = register(createUserId(), attacker);
		for (String source : List.of(sameUser, otherUser)) {
			String original = storedKey(id);
			storeKey(id, storedKey(source));
			assertFailsWithoutCharge(id, attacker);
			storeKey(id, original);
		}
		move(otherUser, userId);
		assertFailsWithoutCharge(otherUser, attacker);
		assertThat(output).contains("encrypted with the key \"first\", was moved from another row")
			.doesNotContain(attacker.key(), keyOf(FIRST_KEY));
		assertThat(verify(id, authenticator.code()).status()).isEqualTo(204);
	}

	/**
	 * More often than there may be wrong codes, and none of it counts.
	 */
	private void assertFailsWithoutCharge(String id, Authenticator authenticator) {
		for (int count = 0; count < 6; count++) {
			assertThat(verify(id, authenticator.code()).error()).isEqualTo(FaroeError.INTERNAL_ERROR);
		}
	}

	private String register(String userId, Authenticator authenticator) {
		return post("/users/" + userId + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code())
			.json()
			.get("id")
			.stringValue();
	}

	private Answer verify(String id, String code) {
		return post("/totp-credentials/" + id + "/verify-totp", "code", code);
	}

	private @Nullable String storedKey(String id) {
		return server().database()
			.sql("SELECT totp_key FROM faroe_totp_credential WHERE id = :id")
			.bind("id", id)
			.mapValue(String.class)
			.one()
			.block();
	}

	private void storeKey(String id, @Nullable String key) {
		server().database()
			.sql("UPDATE faroe_totp_credential SET totp_key = :key WHERE id = :id")
			.bind("id", id)
			.bind("key", String.valueOf(key))
			.then()
			.block();
	}

	private void move(String id, String userId) {
		server().database()
			.sql("UPDATE faroe_totp_credential SET user_id = :userId WHERE id = :id")
			.bind("id", id)
			.bind("userId", userId)
			.then()
			.block();
	}

	private static String base32(byte[] bytes) {
		StringBuilder base32 = new StringBuilder();
		long buffer = 0;
		int bits = 0;
		for (byte value : bytes) {
			buffer = buffer << 8 | value & 0xFF;
			bits += 8;
			while (bits >= 5) {
				bits -= 5;
				base32.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt((int) (buffer >> bits) & 0x1F));
			}
		}
		return base32.toString();
	}

}

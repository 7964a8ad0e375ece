package dev.faroe.totp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TOTP keys that are encrypted in the database, over HTTP, through servers that have one
 * database and different keys, as after a restart.
 */
@ExtendWith(OutputCaptureExtension.class)
class TotpEncryptionTests extends EndpointTests {

	private static final String FIRST_KEY = "first:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	private static final String SECOND_KEY = "second:202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

	private static final String ANOTHER_FIRST_KEY = "first:404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f";

	private static final Map<TestDatabase, List<String>> DATABASES = new EnumMap<>(TestDatabase.class);

	private static final Map<List<String>, FaroeServer> SERVERS = new HashMap<>();

	private List<String> keys = List.of();

	/**
	 * Has the server with the keys of the last {@link #start}, whose clock stands still
	 * at the same time as the clocks of the others.
	 */
	@Override
	protected FaroeServer server() {
		List<String> tables = DATABASES.computeIfAbsent(database(), TestDatabase::create);
		List<String> name = new ArrayList<>(this.keys);
		name.add(database().name());
		return SERVERS.computeIfAbsent(name, (absent) -> FaroeServer.start(tables,
				new Class<?>[] { FaroeServer.Host.class }, "faroe.encryption.keys=" + String.join(",", this.keys)));
	}

	/**
	 * Go on with a server that has other keys, and the same tables.
	 */
	private void start(String... keys) {
		this.keys = List.of(keys);
	}

	@AfterAll
	static void stopServers() {
		SERVERS.values().forEach(FaroeServer::close);
		SERVERS.clear();
		DATABASES.clear();
	}

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

	private static String keyOf(String property) {
		return property.substring(property.indexOf(':') + 1);
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

	/**
	 * Every column of every row of every table, as text.
	 */
	private String dump() {
		return String.join("\n", switch (database()) {
			case H2 -> rows("SCRIPT");
			case POSTGRESQL -> tableNames().stream()
				.flatMap((table) -> rows("SELECT CAST(t AS TEXT) FROM " + table + " t").stream())
				.toList();
		});
	}

	private List<String> tableNames() {
		return rows("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'faroe%'");
	}

	private List<String> rows(String sql) {
		List<String> rows = server().database()
			.sql(sql)
			.map((row) -> row.get(0, String.class))
			.all()
			.collectList()
			.block();
		return (rows != null) ? rows : List.of();
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

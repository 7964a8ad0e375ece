package dev.faroe.security;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StoredCodes}.
 */
class StoredCodesTests {

	private static final Secret CODE = Secret.of("ABCDEFGH");

	private final EncryptionAtRest old = new EncryptionAtRest(List.of(key("old", 1)));

	private final StoredCodes plain = StoredCodes.ofRecovery(new EncryptionAtRest(List.of()));

	private final StoredCodes before = StoredCodes.ofRecovery(this.old);

	private final StoredCodes rotated = StoredCodes
		.ofRecovery(new EncryptionAtRest(List.of(key("new", 2), key("old", 1))));

	private static EncryptionKey key(String id, int value) {
		byte[] bytes = new byte[EncryptionKey.LENGTH];
		Arrays.fill(bytes, (byte) value);
		return new EncryptionKey(id, bytes);
	}

	@Test
	void storesCodesAsTheyAreWithoutAKey() {
		assertThat(this.plain.encrypt(CODE, "row")).isEqualTo("ABCDEFGH");
		assertThat(this.plain.decrypt("ABCDEFGH", "row")).isEqualTo(CODE);
	}

	@Test
	void encryptsWithTheFirstKey() {
		String stored = this.rotated.encrypt(CODE, "row");
		assertThat(stored).startsWith("v1:new:").doesNotContain("ABCDEFGH").hasSizeLessThan(512);
		assertThat(this.rotated.decrypt(stored, "row")).isEqualTo(CODE);
	}

	@Test
	void readsWhatIsPlainAndWhatAnotherKeyEncrypted() {
		assertThat(this.rotated.decrypt("ABCDEFGH", "row")).isEqualTo(CODE);
		assertThat(this.rotated.decrypt(this.before.encrypt(CODE, "row"), "row")).isEqualTo(CODE);
	}

	@Test
	void tellsWhatIsStoredAsItWouldBeToday() {
		String encrypted = this.before.encrypt(CODE, "row");
		assertThat(this.before.isCurrent(encrypted)).isTrue();
		assertThat(this.before.isCurrent("ABCDEFGH")).isFalse();
		assertThat(this.rotated.isCurrent(encrypted)).isFalse();
		assertThat(this.plain.isCurrent("ABCDEFGH")).isTrue();
		assertThat(this.plain.isCurrent(encrypted)).isFalse();
	}

	@Test
	void codesOfAnotherRowOrKindCannotBeRead() {
		String stored = this.before.encrypt(CODE, "row");
		assertUnreadable(this.before.decrypt(stored, "other row"));
		assertUnreadable(StoredCodes.ofEmailVerification(this.old).decrypt(stored, "row"));
		assertUnreadable(StoredCodes.ofEmailUpdate(this.old).decrypt(stored, "row"));
	}

	@Test
	void codesWhoseKeyIsMissingAreDamagedOrHaveAnUnknownFormCannotBeRead() {
		String stored = this.before.encrypt(CODE, "row");
		assertUnreadable(this.plain.decrypt(stored, "row"));
		assertUnreadable(this.before.decrypt(stored.substring(0, stored.length() - 8), "row"));
		assertUnreadable(this.before.decrypt("v2:ABCDEFGH", "row"));
	}

	private static void assertUnreadable(Secret code) {
		assertThatExceptionOfType(DecryptionException.class).isThrownBy(code::value);
	}

}

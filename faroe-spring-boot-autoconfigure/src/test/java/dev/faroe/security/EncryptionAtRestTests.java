package dev.faroe.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EncryptionAtRest}.
 */
class EncryptionAtRestTests {

	private static final byte[] SECRET = "a secret of bytes".getBytes(StandardCharsets.US_ASCII);

	private final EncryptionAtRest none = new EncryptionAtRest(List.of());

	private final EncryptionAtRest old = new EncryptionAtRest(List.of(key("old", 1)));

	private final EncryptionAtRest rotated = new EncryptionAtRest(List.of(key("new", 2), key("old", 1)));

	@Test
	void storesPlainWithoutKeys() {
		String stored = this.none.encrypt(SECRET, "owner");
		assertThat(stored).isEqualTo("plain:" + Base64.getEncoder().encodeToString(SECRET));
		assertThat(this.none.decrypt(stored, "owner")).isEqualTo(SECRET);
		assertThat(this.none.isEnabled()).isFalse();
		assertThat(this.none.isCurrent(stored)).isTrue();
	}

	@Test
	void namesTheKeyAndHidesTheSecret() {
		String stored = this.old.encrypt(SECRET, "owner");
		assertThat(stored).startsWith("v1:old:");
		byte[] encrypted = Base64.getDecoder().decode(stored.substring("v1:old:".length()));
		assertThat(new String(encrypted, StandardCharsets.ISO_8859_1)).doesNotContain("secret", "owner");
		assertThat(this.old.decrypt(stored, "owner")).isEqualTo(SECRET);
		assertThat(this.old.isEnabled()).isTrue();
	}

	@Test
	void encryptsDifferentlyEachTime() {
		assertThat(this.old.encrypt(SECRET, "owner")).isNotEqualTo(this.old.encrypt(SECRET, "owner"));
	}

	@Test
	void encryptsWithTheFirstKeyAndDecryptsWithAll() {
		String stored = this.old.encrypt(SECRET, "owner");
		assertThat(this.rotated.decrypt(stored, "owner")).isEqualTo(SECRET);
		assertThat(this.old.isCurrent(stored)).isTrue();
		assertThat(this.rotated.isCurrent(stored)).isFalse();
		String again = this.rotated.encrypt(SECRET, "owner");
		assertThat(again).startsWith("v1:new:");
		assertThat(this.rotated.isCurrent(again)).isTrue();
		assertThat(this.rotated.decrypt(again, "owner")).isEqualTo(SECRET);
	}

	@Test
	void decryptsWhatWasStoredBeforeThereWereKeys() {
		String stored = this.none.encrypt(SECRET, "owner");
		assertThat(this.old.decrypt(stored, "owner")).isEqualTo(SECRET);
		assertThat(this.old.isCurrent(stored)).isFalse();
	}

	@Test
	void saysWhichKeyIsMissing() {
		String stored = this.rotated.encrypt(SECRET, "owner");
		assertFailure(this.old, stored, "owner").withMessageContainingAll("\"new\"", "not in faroe.encryption.keys");
		assertFailure(this.none, stored, "owner").withMessageContainingAll("\"new\"", "not in faroe.encryption.keys");
	}

	@Test
	void saysWhichKeyIsWrong() {
		String stored = this.old.encrypt(SECRET, "owner");
		assertFailure(new EncryptionAtRest(List.of(key("old", 3))), stored, "owner").withMessageContaining("\"old\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "another owner", "owne", "owner ", "ownera", "ownera secret of bytes" })
	void doesNotDecryptForAnotherOwner(String owner) {
		assertFailure(this.old, this.old.encrypt(SECRET, "owner"), owner).withMessageContaining("another row");
	}

	@Test
	void doesNotDecryptWhatWasChanged() {
		String stored = this.old.encrypt(SECRET, "owner");
		byte[] encrypted = Base64.getDecoder().decode(stored.substring("v1:old:".length()));
		for (int index = 0; index < encrypted.length; index++) {
			byte[] changed = encrypted.clone();
			changed[index] ^= 1;
			assertFailure(this.old, "v1:old:" + Base64.getEncoder().encodeToString(changed), "owner");
		}
		for (int length = 0; length < encrypted.length; length++) {
			byte[] shortened = Arrays.copyOf(encrypted, length);
			assertFailure(this.old, "v1:old:" + Base64.getEncoder().encodeToString(shortened), "owner");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "v1", "v1:", "v1:old", "v1::AAAA", "v1:old:?", "v1:a b:AAAA", "v2:old:AAAA", "plain",
			"plain:?", "AAAA", "v1:multi\nline:AAAA" })
	void doesNotQuoteWhatItCannotRead(String stored) {
		assertFailure(this.old, stored, "owner").satisfies(
				(ex) -> assertThat(ex.getMessage()).doesNotContain("\n", "?", "AAAA").startsWith("A stored secret"));
	}

	@Test
	void rejectsTwoKeysWithOneId() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EncryptionAtRest(List.of(key("a", 1), key("a", 2))));
	}

	@Test
	void hasNoKeyInItsText() {
		assertThat(this.rotated).hasToString("EncryptionAtRest[keys=[new, old]]");
	}

	private static ThrowableAssertAlternative<DecryptionException> assertFailure(EncryptionAtRest encryption,
			String stored, String owner) {
		return assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> encryption.decrypt(stored, owner))
			.withNoCause();
	}

	private static EncryptionKey key(String id, int value) {
		byte[] key = new byte[EncryptionKey.LENGTH];
		Arrays.fill(key, (byte) value);
		return new EncryptionKey(id, key);
	}

}

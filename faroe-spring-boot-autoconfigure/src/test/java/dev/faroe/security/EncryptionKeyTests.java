package dev.faroe.security;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EncryptionKey}.
 */
class EncryptionKeyTests {

	private static final String HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

	private static final String BASE64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	@Test
	void readsBase64AndHexadecimal() {
		EncryptionKey base64 = EncryptionKey.parse("2026-01:" + BASE64);
		EncryptionKey hex = EncryptionKey.parse("key_2.b:" + HEX);
		assertThat(base64.id()).isEqualTo("2026-01");
		assertThat(hex.id()).isEqualTo("key_2.b");
		assertThat(base64.key()).hasSize(32).isEqualTo(hex.key());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", "a", "a:", HEX, BASE64, ":" + HEX, "a b:" + HEX, "ä:" + HEX,
			"a-name-of-more-than-32-characters:" + HEX, "a:" + HEX + "20", "a:0001", "a:AAAA", "a:" + BASE64 + BASE64,
			"a:b:" + BASE64, "a:!" + BASE64 })
	void takesNothingElseAndDoesNotQuoteIt(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKey.parse(text))
			.withMessageNotContainingAny(HEX, BASE64)
			.withNoCause();
	}

	@Test
	void isNotInItsText() {
		assertThat(EncryptionKey.parse("a:" + HEX)).hasToString("EncryptionKey[id=a]");
	}

}

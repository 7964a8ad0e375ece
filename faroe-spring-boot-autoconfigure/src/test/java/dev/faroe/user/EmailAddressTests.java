package dev.faroe.user;

import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmailAddressTests {

	@ParameterizedTest
	@ValueSource(strings = { "a@b.c", "ann@mail.example.com", "\"a@b\"@example.com", "ünï@exämple.com",
			"a b@example.com", "a@b..c", "a@-.-" })
	void acceptsAddresses(String address) {
		assertThat(EmailAddress.normalize(address)).isEqualTo(address);
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "a", "@", "@b.c", "a@", "a@b", "a@.c", "a@b.", "a.b@c", "a.b", " a@b.c", "a@b.c ",
			"\ta@b.c", "a@b.c\n", "\u00A0a@b.c", "a@b.c\u2003", "a\u0000@b.c" })
	void rejectsWhatIsNoAddress(String address) {
		assertThatExceptionOfType(FaroeException.class).isThrownBy(() -> EmailAddress.normalize(address))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(FaroeError.INVALID_DATA));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nBcc: b@example.com", "a\u001B[2J", "a\u007F", "a\u0085", "a\u2028", "a\u2029",
			"a\u061C", "a\u200E", "a\u200F", "a\u202A", "a\u202E", "a\u2066", "a\u2069", "\uFEFFa" })
	void rejectsWhatALineOrATerminalWouldObey(String part) {
		assertIsRejected(part + "@example.com");
		assertIsRejected("a@" + part + ".com");
		assertIsRejected("a@example." + part);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uD800", "\uDC00", "\uDC00\uD800", "a\uDBFF" })
	void rejectsLoneSurrogates(String part) {
		assertIsRejected(part + "@example.com");
		assertIsRejected("a@example." + part);
	}

	@Test
	void acceptsOtherFormatCharactersThatLanguagesNeed() {
		assertThat(EmailAddress.normalize("a\u200Cb\u200Dc\uD83D\uDE00@example.com")).hasSize(19);
	}

	@Test
	void givesNoAddressOfAsciiToWhoHasAnother() {
		assertIsRejected("\u212Aim@example.com");
		assertIsRejected("k\u0130m@example.com");
		for (int codePoint = 0x80; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
			String character = Character.toString(codePoint);
			boolean becomesAscii = character.toLowerCase(Locale.ROOT).chars().anyMatch((lower) -> lower < 0x80);
			assertThat(!becomesAscii || isRejected("a" + character + "b@example.com")).as("U+%04X", codePoint).isTrue();
		}
	}

	@Test
	void changesNothingThatIsNormalized() {
		for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
			String address = "a" + Character.toString(codePoint) + "b@example.com";
			if (!isRejected(address)) {
				String normalized = EmailAddress.normalize(address);
				assertThat(EmailAddress.normalize(normalized)).as("U+%04X", codePoint).isEqualTo(normalized);
			}
		}
	}

	private static void assertIsRejected(String address) {
		assertThat(isRejected(address)).as(address).isTrue();
	}

	private static boolean isRejected(String address) {
		try {
			EmailAddress.normalize(address);
			return false;
		}
		catch (FaroeException ex) {
			return ex.error() == FaroeError.INVALID_DATA;
		}
	}

	@Test
	void acceptsLessThan256Characters() {
		String domain = "@example.com";
		String longest = "x".repeat(255 - domain.length()) + domain;
		assertThat(EmailAddress.normalize(longest)).hasSize(255);
		assertThatExceptionOfType(FaroeException.class).isThrownBy(() -> EmailAddress.normalize("x" + longest));
	}

	@Test
	void lowerCasesWhateverTheDefaultLocale() {
		Locale locale = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("tr"));
		try {
			assertThat(EmailAddress.normalize("I@EXAMPLE.COM")).isEqualTo("i@example.com");
		}
		finally {
			Locale.setDefault(locale);
		}
	}

}

package dev.faroe;

import java.util.Locale;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
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
		assertThat(EmailAddress.of(address).value()).isEqualTo(address);
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "a", "@", "@b.c", "a@", "a@b", "a@.c", "a@b.", "a.b@c", "a.b", " a@b.c", "a@b.c ",
			"\ta@b.c", "a@b.c\n", "\u00A0a@b.c", "a@b.c\u2003", "a\u0000@b.c" })
	void rejectsWhatIsNoAddress(String address) {
		assertThatExceptionOfType(FaroeException.class).isThrownBy(() -> EmailAddress.of(address))
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
		assertThat(EmailAddress.of("a\u200Cb\u200Dc\uD83D\uDE00@example.com").value()).hasSize(19);
	}

	@Test
	void givesNoAddressOfAsciiToWhoHasAnother() {
		assertIsRejected("\u212Aim@example.com");
		assertIsRejected("k\u0130m@example.com");
		assertThat(IntStream.rangeClosed(0x80, Character.MAX_CODE_POINT)
			.filter((codePoint) -> Character.toString(codePoint)
				.toLowerCase(Locale.ROOT)
				.chars()
				.anyMatch((lower) -> lower < 0x80))
			.filter((codePoint) -> !isRejected("a" + Character.toString(codePoint) + "b@example.com"))).isEmpty();
	}

	@Test
	void changesNothingThatIsNormalized() {
		assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
			.mapToObj((codePoint) -> "a" + Character.toString(codePoint) + "b@example.com")
			.filter((address) -> {
				String normalized = normalized(address);
				// What stayed as it was would do so again.
				return normalized != null && !normalized.equals(address) && !normalized.equals(normalized(normalized));
			})).isEmpty();
	}

	private static void assertIsRejected(String address) {
		assertThat(isRejected(address)).as(address).isTrue();
	}

	private static boolean isRejected(String address) {
		return normalized(address) == null;
	}

	private static @Nullable String normalized(String address) {
		try {
			return EmailAddress.of(address).value();
		}
		catch (FaroeException ex) {
			assertThat(ex.error()).isEqualTo(FaroeError.INVALID_DATA);
			return null;
		}
	}

	@Test
	void acceptsLessThan256Characters() {
		String domain = "@example.com";
		String longest = "x".repeat(255 - domain.length()) + domain;
		assertThat(EmailAddress.of(longest).value()).hasSize(255);
		assertThatExceptionOfType(FaroeException.class).isThrownBy(() -> EmailAddress.of("x" + longest));
	}

	@Test
	void lowerCasesWhateverTheDefaultLocale() {
		Locale locale = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("tr"));
		try {
			assertThat(EmailAddress.of("I@EXAMPLE.COM").value()).isEqualTo("i@example.com");
		}
		finally {
			Locale.setDefault(locale);
		}
	}

}

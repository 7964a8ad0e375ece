package dev.faroe.password;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommonPasswords}.
 */
class CommonPasswordsTests {

	private final CommonPasswords commonPasswords = new CommonPasswords();

	@Test
	void fileHasManyPasswordsThatAreLongEnoughInLowerCaseSortedAndUnique() throws IOException {
		List<String> entries = entries();
		assertThat(entries).hasSizeBetween(10_000, 30_000).isSorted().doesNotHaveDuplicates();
		assertThat(entries).allSatisfy((entry) -> {
			assertThat(entry.codePointCount(0, entry.length())).isBetween(PasswordPolicy.OF_REFERENCE.minLength(),
					PasswordStrength.MAX_LENGTH);
			assertThat(entry).isEqualTo(entry.toLowerCase(Locale.ROOT)).doesNotContainAnyWhitespaces();
		});
	}

	@Test
	void findsEveryEntryInAnyCaseAndNothingNearIt() throws IOException {
		List<String> entries = entries();
		assertThat(entries).allMatch(this.commonPasswords::contains)
			.allMatch((entry) -> this.commonPasswords.contains(entry.toUpperCase(Locale.ROOT)));
		assertThat(entries).noneMatch((entry) -> this.commonPasswords.contains(entry + "\n"))
			.noneMatch((entry) -> this.commonPasswords.contains(entry + "~x~"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "PassWord", "12345678", "qwertyuiop", "Iloveyou", "trustno1" })
	void findsCommonPassword(String password) {
		assertThat(this.commonPasswords.contains(password)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "p", "passwor", "assword", "password\n12345678", "correct horse battery staple",
			"пароль123", "pássword" })
	void doesNotFindOthers(String password) {
		assertThat(this.commonPasswords.contains(password)).isFalse();
	}

	@Test
	void comparesTheSameInEveryLocale() {
		Locale locale = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			assertThat(this.commonPasswords.contains("ILOVEYOU")).isTrue();
		}
		finally {
			Locale.setDefault(locale);
		}
	}

	@Test
	void findsEntriesThatAreNotAscii() {
		CommonPasswords few = new CommonPasswords("grüßgott\nпароль123\n");
		assertThat(few.contains("GRÜßGOTT")).isTrue();
		assertThat(few.contains("Пароль123")).isTrue();
		assertThat(few.contains("password")).isFalse();
	}

	private static List<String> entries() throws IOException {
		return new ClassPathResource("common-passwords.txt", CommonPasswords.class)
			.getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.toList();
	}

}

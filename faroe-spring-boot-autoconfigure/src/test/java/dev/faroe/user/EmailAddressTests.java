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

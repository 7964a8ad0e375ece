package dev.faroe.mail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * {@link MailAddresses}: a mail goes to the domain of an address, and to no other.
 */
class MailAddressesTests {

	/**
	 * IDNA 2003 takes these for strasse.example, gmail.example and so on.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "stra\u00DFe.example", "\uFF47mail.example", "gm\u00ADail.example", "\u03C2.example",
			"gm\u200Dail.example", "gm\u200Cail.example", "gmail\u3002example", "gm\uFE0Fail.example",
			"\u24D6mail.example", "\u2100.example", "b\u00FCcher.stra\u00DFe.example", "\u1E9E.example" })
	void noDomainIsTakenForAnother(String domain) {
		assertRefused(domain);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-b\u00FCcher.example", "b\u00FCcher_.example", "exam_ple.com", "b\u00FCcher..example",
			"b\u00FCcher\u037E.example", "\uD800\uDC00\uD83D\uDE00\uDBFF.example" })
	void noMailGoesToWhatIsNoHostName(String domain) {
		assertRefused(domain);
	}

	private static void assertRefused(String domain) {
		assertThatIllegalArgumentException().isThrownBy(() -> MailAddresses.recipient("user@" + domain))
			.withMessage("The address is none that mails are sent to")
			.withNoCause();
	}

	@ParameterizedTest
	@CsvSource({ "example.com, example.com", "xn--strae-oqa.example, xn--strae-oqa.example",
			"b\u00FCcher.example, xn--bcher-kva.example", "B\u00DCCHER.example, xn--bcher-kva.example",
			"bu\u0308cher.example, xn--bcher-kva.example", "\u4F8B\u5B50.example, xn--fsqu00a.example",
			"\u043F\u0440\u0438\u043C\u0435\u0440.example, xn--e1afmkfd.example" })
	void domainsAreWrittenInAscii(String domain, String ascii) {
		assertThat(MailAddresses.recipient("user@" + domain).getAddress()).isEqualTo("user@" + ascii);
	}

}

package dev.faroe.mail;

import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.faroe.FaroeConfigurationException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/**
 * Reads the addresses in the headers of mails.
 */
final class MailAddresses {

	/**
	 * Nothing that RFC 5322 gives a meaning to beyond that of a letter: not what
	 * separates addresses, nor a name, a comment or a quoted text. Whoever signs up could
	 * otherwise have a mail sent to somebody else, too.
	 */
	private static final Pattern RECIPIENT = Pattern
		.compile("[^\\s\\p{Cntrl}\"(),:;<>@\\[\\]\\\\]+@[^\\s\\p{Cntrl}\"(),:;<>@\\[\\]\\\\]+");

	private MailAddresses() {
	}

	/**
	 * Read the address of a user.
	 * @throws IllegalArgumentException if no mail can be sent there
	 */
	static InternetAddress recipient(String email) {
		if (!RECIPIENT.matcher(email).matches() || !PlainText.isPlain(email)) {
			throw new IllegalArgumentException("The address is none that mails are sent to");
		}
		int at = email.lastIndexOf('@');
		try {
			return new InternetAddress(email.substring(0, at + 1) + domain(email.substring(at + 1)), true);
		}
		catch (AddressException | IllegalArgumentException ex) {
			throw new IllegalArgumentException("The address is none that mails are sent to");
		}
	}

	/**
	 * Write a domain in ASCII. {@link IDN} knows IDNA 2003 (RFC 3490), which takes some
	 * domains for others: it replaces a sharp s with two letters and full-width letters
	 * with those of ASCII, and leaves out soft hyphens. IDNA 2008 (RFC 5891) has another
	 * domain for that, or none.
	 */
	private static String domain(String domain) {
		String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
		boolean same = domain.equals(ascii)
				|| normalized(IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES)).equals(normalized(domain));
		if (!same) {
			throw new IllegalArgumentException("The domain is another in ASCII");
		}
		return ascii;
	}

	private static String normalized(String domain) {
		return Normalizer.normalize(domain, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
	}

	/**
	 * Read the address that mails come from.
	 * @throws FaroeConfigurationException if it is none
	 */
	static InternetAddress sender(String from) {
		try {
			InternetAddress address = new InternetAddress(from, true);
			if (address.getPersonal() != null) {
				address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
			}
			return address;
		}
		catch (AddressException | UnsupportedEncodingException ex) {
			throw new FaroeConfigurationException("faroe.mail.from is not one email address",
					"Write it like no-reply@example.com, or Example <no-reply@example.com>.");
		}
	}

}

package dev.faroe.mail;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The languages that there are mails in.
 */
enum MailLanguage {

	/** Also for everybody who speaks none of the others. */
	ENGLISH(Locale.ENGLISH, "d MMMM yyyy 'at' HH:mm '('z')'", ""),

	GERMAN(Locale.GERMAN, "d. MMMM yyyy 'um' HH:mm 'Uhr ('z')'", "_de");

	private final Locale locale;

	private final DateTimeFormatter time;

	private final String suffix;

	MailLanguage(Locale locale, String time, String suffix) {
		this.locale = locale;
		this.time = DateTimeFormatter.ofPattern(time, locale);
		this.suffix = suffix;
	}

	static MailLanguage of(Locale locale) {
		return locale.getLanguage().equals(GERMAN.tag()) ? GERMAN : ENGLISH;
	}

	/**
	 * Return the language as HTML and headers have it.
	 */
	String tag() {
		return this.locale.getLanguage();
	}

	/**
	 * Return what the names of the files in this language end with.
	 */
	String suffix() {
		return this.suffix;
	}

	/**
	 * Write a time with its zone.
	 */
	String format(Instant instant, ZoneId zone) {
		return this.time.format(instant.atZone(zone));
	}

}

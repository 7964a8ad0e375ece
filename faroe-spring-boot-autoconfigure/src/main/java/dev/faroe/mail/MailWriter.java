package dev.faroe.mail;

import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;

import dev.faroe.delivery.CodeMessage;
import org.jspecify.annotations.Nullable;

/**
 * Writes mails.
 */
final class MailWriter {

	private final MailTemplates templates;

	private final MailPhrases phrases;

	private final String service;

	private final ZoneId zone;

	MailWriter(MailTemplates templates, MailPhrases phrases, String service, ZoneId zone) {
		this.templates = templates;
		this.phrases = phrases;
		this.service = service;
		this.zone = zone;
	}

	/**
	 * Write a message with a code.
	 */
	MailContent write(CodeMessage message) {
		MailLanguage language = MailLanguage.of(message.locale());
		Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
		if (message.code() != null) {
			values.put(Placeholder.CODE, message.code().value());
		}
		if (message.link() != null) {
			values.put(Placeholder.LINK, message.link().toASCIIString());
		}
		if (message.expiresAt() != null) {
			values.put(Placeholder.EXPIRES, language.format(message.expiresAt(), this.zone));
		}
		return write(MailKind.of(message.purpose()), language, message.email(), values);
	}

	/**
	 * Write a notice of something that happened.
	 * @param factor the kind of second factor, or {@code null} if it is about none
	 */
	MailContent writeNotice(MailKind kind, MailLanguage language, String email, Instant time, @Nullable String factor) {
		Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
		values.put(Placeholder.TIME, language.format(time, this.zone));
		if (factor != null) {
			values.put(Placeholder.FACTOR, this.phrases.factor(factor, language));
		}
		return write(kind, language, email, values);
	}

	private MailContent write(MailKind kind, MailLanguage language, String email, Map<Placeholder, String> values) {
		values.put(Placeholder.SERVICE, this.service);
		values.put(Placeholder.EMAIL, email);
		values.replaceAll((placeholder, value) -> PlainText.clean(value));
		String subject = this.phrases.subject(kind, language, values);
		String text = this.templates.text(kind, language).render(values, (value) -> value);
		String content = this.templates.page(kind, language).render(values, PlainText::escape);
		Map<Placeholder, String> frame = new EnumMap<>(Placeholder.class);
		frame.put(Placeholder.SERVICE, PlainText.escape(this.service));
		frame.put(Placeholder.SUBJECT, PlainText.escape(subject));
		frame.put(Placeholder.LANGUAGE, language.tag());
		frame.put(Placeholder.CONTENT, content);
		return new MailContent(subject, text, this.templates.layout(language).render(frame, (value) -> value),
				language);
	}

}

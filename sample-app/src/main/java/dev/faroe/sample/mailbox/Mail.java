package dev.faroe.sample.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;

/**
 * A mail in the mailbox.
 *
 * @param number counts the mails since the start, from 1
 * @param time when it came
 * @param to whom it is for
 * @param subject what it is about
 * @param text its text
 * @param html the same as an HTML page, empty if there is none
 */
public record Mail(long number, Instant time, String to, String subject, String text, String html) {

	static Mail of(long number, Instant time, MimeMessage message) {
		try {
			return new Mail(number, time, MimeUtility.decodeText(String.join(", ", message.getHeader("To"))),
					message.getSubject(), part(message, "text/plain"), part(message, "text/html"));
		}
		catch (MessagingException ex) {
			throw new IllegalArgumentException("Not a mail", ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String part(Part part, String type) throws MessagingException, IOException {
		if (part.isMimeType(type)) {
			return String.valueOf(part.getContent());
		}
		if (part.getContent() instanceof Multipart parts) {
			for (int i = 0; i < parts.getCount(); i++) {
				BodyPart inner = parts.getBodyPart(i);
				String found = part(inner, type);
				if (!found.isEmpty()) {
					return found;
				}
			}
		}
		return "";
	}

	/**
	 * A mail has codes in it, which are nothing for a log.
	 */
	@Override
	public String toString() {
		return "Mail[number=" + this.number + "]";
	}

}

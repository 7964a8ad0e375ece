package dev.faroe.mail;

import java.nio.charset.StandardCharsets;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.springframework.mail.javamail.JavaMailSender;

/**
 * Sends mails, each as plain text and as HTML.
 */
final class Mailer {

	private static final String UTF_8 = StandardCharsets.UTF_8.name();

	private final JavaMailSender sender;

	private final InternetAddress from;

	Mailer(JavaMailSender sender, InternetAddress from) {
		this.sender = sender;
		this.from = from;
	}

	/**
	 * Return the domain that mails come from.
	 */
	String domain() {
		String address = this.from.getAddress();
		return address.substring(address.lastIndexOf('@') + 1);
	}

	/**
	 * Send a mail.
	 * @throws IllegalArgumentException if none can be sent to the address
	 */
	void send(String email, MailContent content) throws MessagingException {
		MimeMessage message = this.sender.createMimeMessage();
		message.setFrom(this.from);
		message.setRecipient(MimeMessage.RecipientType.TO, MailAddresses.recipient(email));
		message.setSubject(content.subject(), UTF_8);
		message.setContentLanguage(new String[] { content.language().tag() });
		// RFC 3834: nobody's assistant answers it.
		message.setHeader("Auto-Submitted", "auto-generated");
		// RFC 2046, 5.1.4: the best comes last.
		Multipart body = new MimeMultipart("alternative", part(content.text(), "plain"), part(content.page(), "html"));
		message.setContent(body);
		this.sender.send(message);
	}

	private static MimeBodyPart part(String text, String subtype) throws MessagingException {
		MimeBodyPart part = new MimeBodyPart();
		part.setText(text, UTF_8, subtype);
		return part;
	}

}

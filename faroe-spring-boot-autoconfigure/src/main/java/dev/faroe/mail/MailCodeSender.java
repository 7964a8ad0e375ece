package dev.faroe.mail;

import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodeSender;
import jakarta.mail.MessagingException;

/**
 * Sends codes by mail.
 */
final class MailCodeSender implements CodeSender {

	private final Mailer mailer;

	private final MailWriter writer;

	MailCodeSender(Mailer mailer, MailWriter writer) {
		this.mailer = mailer;
		this.writer = writer;
	}

	@Override
	public void send(CodeMessage message) throws MessagingException {
		this.mailer.send(message.email(), this.writer.write(message));
	}

}

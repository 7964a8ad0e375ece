package dev.faroe.mail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real SMTP server on a free port of this machine.
 */
final class MailServer implements AutoCloseable {

	private static final long PATIENCE = 60_000;

	private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

	MailServer() {
		this.server.start();
	}

	/**
	 * Return the properties of an application that sends codes by this server.
	 */
	String[] properties() {
		return new String[] { "spring.mail.host=127.0.0.1", "spring.mail.port=" + this.server.getSmtp().getPort(),
				"spring.mail.properties.mail.smtp.connectiontimeout=30000",
				"spring.mail.properties.mail.smtp.timeout=30000", "spring.mail.properties.mail.smtp.writetimeout=30000",
				"faroe.delivery.enabled=true", "faroe.mail.from=Example <no-reply@example.com>" };
	}

	/**
	 * Wait until there is one mail more, and return it.
	 */
	MimeMessage next() {
		assertThat(this.server.waitForIncomingEmail(PATIENCE, 1)).isTrue();
		MimeMessage[] all = this.server.getReceivedMessages();
		assertThat(all).hasSize(1);
		forget();
		return all[0];
	}

	int size() {
		return this.server.getReceivedMessages().length;
	}

	private void forget() {
		try {
			this.server.purgeEmailFromAllMailboxes();
		}
		catch (com.icegreen.greenmail.store.FolderException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the parts of a mail, the plain text and the HTML.
	 */
	static List<String> parts(MimeMessage message) throws MessagingException, IOException {
		assertThat(message.getContentType()).startsWith("multipart/alternative;");
		MimeMultipart multipart = (MimeMultipart) message.getContent();
		List<String> parts = new ArrayList<>();
		for (String type : List.of("text/plain; charset=UTF-8", "text/html; charset=UTF-8")) {
			BodyPart part = multipart.getBodyPart(parts.size());
			assertThat(part.getContentType()).isEqualToIgnoringCase(type);
			parts.add(part.getContent().toString().replace("\r\n", "\n"));
		}
		assertThat(multipart.getCount()).isEqualTo(2);
		return parts;
	}

	@Override
	public void close() {
		this.server.stop();
	}

}

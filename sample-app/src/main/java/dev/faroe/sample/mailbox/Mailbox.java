package dev.faroe.sample.mailbox;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.mail.MailParseException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/**
 * Keeps the last mails instead of sending them.
 */
@Component
@ConditionalOnMailbox
class Mailbox extends JavaMailSenderImpl {

	private static final Log logger = LogFactory.getLog(Mailbox.class);

	private static final int MAX_MAILS = 100;

	private final Deque<Mail> mails = new ArrayDeque<>();

	private final Clock clock;

	private long count;

	Mailbox(ObjectProvider<Clock> clock) {
		this.clock = clock.getIfUnique(Clock::systemUTC);
		// Nothing is sent, but Faroe asks for timeouts.
		for (String timeout : List.of("connectiontimeout", "timeout", "writetimeout")) {
			getJavaMailProperties().setProperty("mail.smtp." + timeout, "5000");
		}
	}

	@EventListener(ApplicationReadyEvent.class)
	void warn() {
		logger.warn("There is no mail server: whoever is on this machine can read all mails at /dev/mailbox."
				+ " Set spring.mail.host, or sample.mailbox.enabled to false.");
	}

	@Override
	protected void doSend(MimeMessage[] messages, Object[] originals) {
		for (MimeMessage message : messages) {
			try {
				message.saveChanges();
			}
			catch (MessagingException ex) {
				throw new MailParseException(ex);
			}
			keep(message);
		}
	}

	private synchronized void keep(MimeMessage message) {
		this.count++;
		this.mails.addFirst(Mail.of(this.count, this.clock.instant().truncatedTo(ChronoUnit.SECONDS), message));
		if (this.mails.size() > MAX_MAILS) {
			this.mails.removeLast();
		}
	}

	/**
	 * Return the mails, the newest first.
	 */
	synchronized List<Mail> mails() {
		return Collections.unmodifiableList(new ArrayList<>(this.mails));
	}

	Optional<Mail> find(long number) {
		return mails().stream().filter((mail) -> mail.number() == number).findFirst();
	}

}

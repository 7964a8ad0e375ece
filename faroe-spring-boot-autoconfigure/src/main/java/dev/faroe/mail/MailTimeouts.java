package dev.faroe.mail;

import java.util.List;
import java.util.Properties;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.StringUtils;

/**
 * Looks whether sending a mail has an end. Without a timeout, Jakarta Mail waits for a
 * server for ever.
 */
final class MailTimeouts {

	private static final Log logger = LogFactory.getLog(MailTimeouts.class);

	private MailTimeouts() {
	}

	static void check(JavaMailSender sender) {
		if (sender instanceof JavaMailSenderImpl known) {
			List<String> missing = missing(known);
			if (!missing.isEmpty()) {
				logger.warn("A mail server that does not answer can keep all codes from being delivered, because these"
						+ " properties are not set: " + String.join(", ", missing)
						+ ". Set them, in milliseconds, under spring.mail.properties.");
			}
		}
	}

	private static List<String> missing(JavaMailSenderImpl sender) {
		Properties properties = sender.getSession().getProperties();
		String protocol = StringUtils.hasText(sender.getProtocol()) ? sender.getProtocol()
				: properties.getProperty("mail.transport.protocol", JavaMailSenderImpl.DEFAULT_PROTOCOL);
		return List.of("connectiontimeout", "timeout", "writetimeout")
			.stream()
			.map((name) -> "mail." + protocol + "." + name)
			.filter((name) -> !properties.containsKey(name))
			.toList();
	}

}

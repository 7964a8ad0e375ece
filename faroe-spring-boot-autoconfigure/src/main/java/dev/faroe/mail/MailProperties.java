package dev.faroe.mail;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Codes and notices by mail, with the JavaMailSender of the application.
 *
 * @param from Address that mails come from, such as no-reply@example.com or
 * {@code Example <no-reply@example.com>}. Required for mails.
 * @param serviceName What mails call the application; by default the value of
 * spring.application.name, or else the domain that mails come from.
 * @param notices Whether users are told of changes to their passwords, email addresses,
 * second factors and recovery codes.
 * @param locale Language of notices: en or de.
 * @param timeZone Time zone of the times in mails.
 * @param subjects Subjects of mails, by the name of the mail, such as password-reset for
 * all languages or password-reset-de for German. They may contain {@code {{service}}}.
 */
@ConfigurationProperties("faroe.mail")
record MailProperties(@Nullable String from, @Nullable String serviceName, @DefaultValue("true") boolean notices,
		@DefaultValue("en") Locale locale, @DefaultValue("UTC") ZoneId timeZone,
		@DefaultValue Map<String, String> subjects) {

	MailProperties {
		Assert.isTrue(from == null || PlainText.isPlain(from), "from must be one line");
		Assert.isTrue(serviceName == null || PlainText.isPlain(serviceName), "serviceName must be one line");
		Assert.isTrue(subjects.values().stream().allMatch(PlainText::isPlain), "subjects must be one line each");
	}

}

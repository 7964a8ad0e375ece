package dev.faroe.mail;

import dev.faroe.FaroeConfigurationException;
import dev.faroe.account.ForFeatures;
import dev.faroe.delivery.CodeDelivery;
import dev.faroe.delivery.CodeSender;
import dev.faroe.ratelimit.Limits;
import dev.faroe.user.UserService;
import jakarta.mail.internet.MimeMessage;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration for codes and notices by mail.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration",
		"dev.faroe.user.UserAutoConfiguration", "dev.faroe.delivery.DeliveryAutoConfiguration" })
@ConditionalOnClass({ JavaMailSender.class, MimeMessage.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("faroe.delivery.enabled")
@ConditionalOnSingleCandidate(JavaMailSender.class)
@Conditional(MailAutoConfiguration.OnMails.class)
@EnableConfigurationProperties(MailProperties.class)
final class MailAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Mailer faroeMailer(JavaMailSender sender, MailProperties properties) {
		if (!StringUtils.hasText(properties.from())) {
			throw new FaroeConfigurationException(
					"Codes and notices are to be sent by mail, but faroe.mail.from does not say from which address",
					"Set faroe.mail.from, define a bean of type " + CodeSender.class.getName()
							+ " that sends codes otherwise, or set faroe.delivery.enabled to false.");
		}
		MailTimeouts.check(sender);
		return new Mailer(sender, MailAddresses.sender(properties.from()));
	}

	@Bean
	@ConditionalOnMissingBean
	MailWriter faroeMailWriter(Mailer mailer, ResourceLoader resources, Environment environment,
			MailProperties properties) {
		String name = StringUtils.hasText(properties.serviceName()) ? properties.serviceName()
				: environment.getProperty("spring.application.name", mailer.domain());
		return new MailWriter(new MailTemplates(resources),
				new MailPhrases(properties.subjects(), resources.getClassLoader()), PlainText.clean(name),
				properties.timeZone());
	}

	@Bean
	@ConditionalOnMissingBean(CodeSender.class)
	MailCodeSender faroeMailCodeSender(Mailer mailer, MailWriter writer) {
		return new MailCodeSender(mailer, writer);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "faroe.mail.notices", matchIfMissing = true)
	@ConditionalOnBean(UserService.class)
	MailNotices faroeMailNotices(@ForFeatures CodeDelivery delivery, UserService users, @ForFeatures Limits limits,
			Mailer mailer, MailWriter writer, MailProperties properties) {
		return new MailNotices(delivery, users, limits.notice(), mailer, writer, MailLanguage.of(properties.locale()));
	}

	/**
	 * An application that sends codes its own way has mails from Faroe only if it says
	 * from whom.
	 */
	static final class OnMails extends AnyNestedCondition {

		OnMails() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnMissingBean(CodeSender.class)
		static final class NobodyElse {

		}

		@ConditionalOnProperty("faroe.mail.from")
		static final class From {

		}

	}

}

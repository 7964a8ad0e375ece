package dev.faroe.mail;

import dev.faroe.delivery.CodeDelivery;
import dev.faroe.delivery.CodeSender;
import dev.faroe.test.StartFailure;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link MailAutoConfiguration}.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class MailAutoConfigurationTests {

	private static final String NOWHERE = "Codes go nowhere";

	private static final String TIMEOUTS = "these properties are not set";

	private static final CodeSender SENDER = (message) -> {
	};

	private final ApplicationContextRunner withoutMail = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class, MailSenderAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.password.breach-check.enabled=false", "faroe.password.argon2.memory=64KB",
				"faroe.delivery.enabled=true");

	private final ApplicationContextRunner withoutFrom = this.withoutMail
		.withPropertyValues("spring.mail.host=mail.example.com");

	private final ApplicationContextRunner application = this.withoutFrom
		.withPropertyValues("faroe.mail.from=no-reply@example.com");

	@Test
	void sendsCodesAndNoticesByMailWhereThereIsMail(CapturedOutput output) {
		this.application
			.run((context) -> assertThat(context).hasSingleBean(MailCodeSender.class).hasSingleBean(MailNotices.class));
		assertThat(output).doesNotContain(NOWHERE);
	}

	@Test
	void doesNothingUnlessDeliveryIsOn() {
		this.application.withPropertyValues("faroe.delivery.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CodeSender.class)
				.doesNotHaveBean(MailNotices.class)
				.doesNotHaveBean(MailProperties.class));
		this.application.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CodeSender.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jakarta.mail", "org.springframework.mail" })
	void saysThatCodesGoNowhereWithoutMailOnTheClassPath(String hidden, CapturedOutput output) {
		this.application.withClassLoader(new FilteredClassLoader(hidden))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean(CodeDelivery.BEAN_NAME)
				.doesNotHaveBean(CodeSender.class)
				.doesNotHaveBean("faroeMailNotices"));
		assertThat(output).containsOnlyOnce(NOWHERE);
	}

	@Test
	void saysThatCodesGoNowhereWithoutAMailSender(CapturedOutput output) {
		this.withoutMail.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(JavaMailSender.class)
			.doesNotHaveBean(CodeSender.class));
		assertThat(output).containsOnlyOnce(NOWHERE);
	}

	@Test
	void leavesCodesToTheSenderOfTheApplication() {
		this.withoutFrom.withBean(CodeSender.class, () -> SENDER)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CodeSender.class)
				.doesNotHaveBean(Mailer.class)
				.doesNotHaveBean(MailNotices.class));
		this.application.withBean(CodeSender.class, () -> SENDER)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CodeSender.class)
				.doesNotHaveBean(MailCodeSender.class)
				.hasSingleBean(MailNotices.class));
	}

	@Test
	void noticesCanBeSwitchedOff() {
		this.application.withPropertyValues("faroe.mail.notices=false")
			.run((context) -> assertThat(context).hasSingleBean(MailCodeSender.class)
				.doesNotHaveBean(MailNotices.class));
	}

	@Test
	void doesNotStartWithoutAnAddressThatMailsComeFrom() {
		this.withoutFrom.run((context) -> {
			FailureAnalysis analysis = StartFailure.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("faroe.mail.from");
			assertThat(analysis.getAction()).contains("faroe.mail.from")
				.contains("dev.faroe.delivery.CodeSender")
				.contains("faroe.delivery.enabled");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "a@example.com, b@example.com", "a b@example.com" })
	void doesNotStartWithSomethingElseThanOneAddress(String from) {
		this.application.withPropertyValues("faroe.mail.from=" + from)
			.run((context) -> assertThat(StartFailure.analyze(context.getStartupFailure()).getDescription())
				.contains("faroe.mail.from is not one email address"));
	}

	@ParameterizedTest
	@CsvSource({ "from,from", "service-name,serviceName", "subjects.log-in,subjects" })
	void refusesPropertiesOfSeveralLines(String property, String name) {
		this.application.withPropertyValues("faroe.mail." + property + "=a@example.com\r\nBcc: eve@example.com")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith(name + " must be one line"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "password-rest", "password-reset-fr", "password-reset-de-en", "password-changed-" })
	void doesNotStartWithTheSubjectOfAnUnknownMail(String name) {
		this.application.withPropertyValues("faroe.mail.subjects." + name + "=Reset")
			.run((context) -> assertThat(StartFailure.analyze(context.getStartupFailure()).getDescription())
				.isEqualTo("faroe.mail.subjects." + name + " is the subject of no mail"));
	}

	@Test
	void doesNotStartWithACodeInASubject() {
		this.application.withPropertyValues("faroe.mail.subjects.password-reset={{code}}")
			.run((context) -> assertThat(StartFailure.analyze(context.getStartupFailure()).getDescription())
				.contains("faroe.mail.subjects.password-reset has a placeholder"));
	}

	@Test
	void warnsOfAMailSenderThatWaitsForEver(CapturedOutput output) {
		this.application.withPropertyValues("spring.mail.properties.mail.smtp.timeout=5000")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(TIMEOUTS + ": mail.smtp.connectiontimeout, mail.smtp.writetimeout. Set them");
	}

	@Test
	void doesNotWarnWithTimeoutsOrAboutOtherMailSenders(CapturedOutput output) {
		this.application
			.withPropertyValues("spring.mail.protocol=smtps", "spring.mail.properties.mail.smtps.timeout=5000",
					"spring.mail.properties.mail.smtps.connectiontimeout=5000",
					"spring.mail.properties.mail.smtps.writetimeout=5000")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(TIMEOUTS);
	}

	@Test
	void doesNotChooseBetweenMailSenders(CapturedOutput output) {
		this.application.withBean("first", JavaMailSender.class, JavaMailSenderImpl::new)
			.withBean("second", JavaMailSender.class, JavaMailSenderImpl::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CodeSender.class));
		assertThat(output).containsOnlyOnce(NOWHERE);
	}

}

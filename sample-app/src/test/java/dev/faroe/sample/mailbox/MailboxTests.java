package dev.faroe.sample.mailbox;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When there is a mailbox.
 */
@Tag("one-jdk")
class MailboxTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withUserConfiguration(Mailbox.class, MailboxPages.class, MailboxLink.class);

	@Test
	void isThereWithoutAMailServer() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(Mailbox.class)
			.hasSingleBean(MailboxPages.class)
			.hasSingleBean(MailboxLink.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.mail.host=localhost", "spring.mail.jndi-name=mail",
			"spring.profiles.active=production", "sample.mailbox.enabled=false", "sample.mailbox.enabled=",
			"spring.profiles.active=production,postgres" })
	void isNotThere(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(Mailbox.class)
				.doesNotHaveBean(MailboxPages.class)
				.doesNotHaveBean(MailboxLink.class));
	}

}

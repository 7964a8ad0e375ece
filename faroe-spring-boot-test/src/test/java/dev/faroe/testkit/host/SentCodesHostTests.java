package dev.faroe.testkit.host;

import java.util.Locale;

import dev.faroe.account.ForFeatures;
import dev.faroe.delivery.CodeDelivery;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.delivery.CodeSender;
import dev.faroe.security.Secret;
import dev.faroe.testkit.AutoConfigureFaroe;
import dev.faroe.testkit.SentCodes;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Faroe delivers gets to the test, also where the application sends mails.
 */
@SpringBootTest(properties = { "faroe.delivery.enabled=true", "faroe.mail.from=shop@example.com",
		"spring.mail.host=mail.invalid" })
@AutoConfigureFaroe
class SentCodesHostTests {

	@Test
	void codesAreThereForTheTest(@Autowired @ForFeatures CodeDelivery delivery, @Autowired SentCodes codes) {
		CodeMessage message = new CodeMessage(CodePurpose.PASSWORD_RESET, null, "ann@example.com",
				Secret.of("ABCDEFGH"), null, null, Locale.ENGLISH);
		delivery.deliver(message).block();
		assertThat(codes.take("ann@example.com")).isEqualTo(message);
	}

	@Test
	void nothingIsMailed(@Autowired ApplicationContext application) {
		assertThat(application.getBeansOfType(CodeSender.class).values()).hasOnlyElementsOfType(SentCodes.class);
		assertThat(application.containsBean("faroeMailNotices")).isFalse();
	}

}

package dev.faroe.sample.pages;

import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever turns the log up to look for something else finds no secret in it.
 */
class PageLogTests extends PlainPageTestCase {

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger("org");

	@BeforeEach
	void logEverything() {
		this.log.start();
		this.logger.addAppender(this.log);
		this.logger.setLevel(Level.TRACE);
	}

	@AfterEach
	void logNothing() {
		this.logger.setLevel(null);
		this.logger.detachAppender(this.log);
	}

	@Test
	void writesNoSecretOfAPage() {
		String code = beginSignUp(this.visitor, this.address);
		this.visitor.led("/sign-up/verify", "code", code);
		this.visitor.submit("/account/password", "password", "wrong wrong wrong", "newPassword", PASSWORD);
		addAuthenticator(this.visitor);
		String page = this.visitor.submit("/account/recovery-code").body();
		String recoveryCode = page.replaceFirst("(?s).*id=\"recovery-code\" class=\"secret\">([A-Z0-9]+)<.*", "$1");
		assertThat(recoveryCode).hasSize(8);
		this.logger.setLevel(null);
		String messages = this.log.list.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.collect(Collectors.joining("\n"));
		assertThat(messages.contains("/account/recovery-code")).isTrue();
		for (String secret : new String[] { recoveryCode, code, PASSWORD, "wrong wrong wrong", "otpauth:" }) {
			assertThat(messages.lines().filter((line) -> line.contains(secret))).isEmpty();
		}
	}

}

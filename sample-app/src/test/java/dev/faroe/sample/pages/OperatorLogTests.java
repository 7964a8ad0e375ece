package dev.faroe.sample.pages;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.testkit.TotpGenerator;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says of operators, some of whom would rather not be in it.
 */
class OperatorLogTests extends PlainPageTestCase {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@Autowired
	UserService users;

	@Autowired
	TotpService authenticators;

	@Autowired
	AccountStateService states;

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.faroe.sample.operator.OneUserPages");

	private final ListAppender<ILoggingEvent> messages = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.messages.list = new CopyOnWriteArrayList<>();
		this.messages.start();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.messages);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.messages);
		this.logger.setLevel(null);
	}

	@Test
	void tellsWhoHasDisabledAUserAndDidNotWaitForTheAnswer() throws IOException {
		User victim = this.users.create("victim-of-" + this.address, PASSWORD, null).block();
		TotpGenerator app = TestOperator.create(this.users, this.authenticators, this.clock);
		this.visitor.led("/log-in", "email", TestOperator.ADDRESS, "password", PASSWORD);
		this.visitor.led("/log-in/second-factor", "code", app.code());
		String form = PageClient.form("_csrf", this.visitor.token());
		try (Socket connection = new Socket("localhost", PORT)) {
			connection.setSoLinger(true, 0);
			connection.getOutputStream()
				.write(("POST /operator/users/%s/disable HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: %s\r\n"
						+ "Cookie: %s\r\nContent-Length: %d\r\n\r\n%s")
					.formatted(victim.id(), PORT, PageClient.FORM, cookies(), form.length(), form)
					.getBytes(StandardCharsets.US_ASCII));
			awaitDisabled(victim);
			assertThat(this.messages.list).extracting(ILoggingEvent::getFormattedMessage)
				.contains("Operator %s asks for disable of user %s".formatted(TestOperator.ID, victim.id()));
		}
	}

	/**
	 * Only asking takes time.
	 */
	private void awaitDisabled(User user) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!this.states.get(user.id()).block().disabled()) {
			assertThat(System.nanoTime()).as("the user is disabled in time").isLessThan(end);
		}
	}

	private String cookies() {
		return this.visitor.cookies()
			.entrySet()
			.stream()
			.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
			.collect(Collectors.joining("; "));
	}

}

package dev.faroe.delivery;

import java.util.Arrays;
import java.util.function.Consumer;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.faroe.event.CodeNotDeliveredEvent;
import dev.faroe.test.ManualTimer;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mail.MailSendException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Codes by mail while the mail server is away.
 */
@ExtendWith(OutputCaptureExtension.class)
class MailServerDownTests {

	private final Deliveries deliveries = new Deliveries();

	private final int port = freePort();

	private final GreenMail server = new GreenMail(new ServerSetup(this.port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

	/**
	 * A port that a server had a moment ago.
	 */
	private static int freePort() {
		GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
		server.start();
		int port = server.getSmtp().getPort();
		server.stop();
		return port;
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	private void withMails(Consumer<CodeDelivery> test) {
		new ApplicationContextRunner()
			.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class, MailSenderAutoConfiguration.class))
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues("faroe.password.breach-check.enabled=false", "faroe.password.argon2.memory=64KB",
					"faroe.delivery.enabled=true", "faroe.mail.from=no-reply@example.com", "spring.mail.host=127.0.0.1",
					"spring.mail.port=" + this.port)
			.run((context) -> {
				CodeDelivery delivery = this.deliveries.with(context.getBean(CodeSender.class), 10, 2, 3);
				delivery.start();
				delivery.deliver(Deliveries.message(CodePurpose.PASSWORD_RESET)).block();
				test.accept(delivery);
				Deliveries.stopNow(delivery);
			});
	}

	@Test
	void aCodeArrivesWhenTheServerIsBack() {
		withMails((delivery) -> {
			this.deliveries.timer.next().run();
			ManualTimer.Entry retry = this.deliveries.timer.next();
			this.server.start();
			retry.run();
			assertThat(this.deliveries.nextOutcome()).isEqualTo("PASSWORD_RESET SUCCESS");
			assertThat(Arrays.asList(this.server.getReceivedMessages())).singleElement()
				.satisfies((mail) -> assertThat(mail.getAllRecipients()).extracting(Object::toString)
					.containsExactly(Deliveries.EMAIL));
			assertThat(this.deliveries.events).isEmpty();
		});
	}

	@Test
	void aCodeIsGivenUpWhenTheServerStaysAway(CapturedOutput output) {
		withMails((delivery) -> {
			this.deliveries.timer.next().run();
			this.deliveries.timer.next().run();
			assertThat(this.deliveries.nextOutcome()).isEqualTo("PASSWORD_RESET FAILURE");
			Deliveries.stopNow(delivery);
			assertThat(this.deliveries.events).containsExactly(new CodeNotDeliveredEvent("user", "PASSWORD_RESET",
					MailSendException.class.getName(), 3, this.deliveries.clock.instant()));
		});
		assertThat(output).contains("org.springframework.mail.MailSendException")
			.doesNotContain(Deliveries.CODE)
			.doesNotContain(Deliveries.EMAIL);
	}

}

package dev.faroe.sample.pages;

import java.net.http.HttpResponse;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.faroe.testkit.AutoConfigureFaroe;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of an application that has a mail server.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.r2dbc.url=r2dbc:h2:mem:///mailed?options=DB_CLOSE_DELAY=-1", "management.server.port=0",
				"spring.mail.host=127.0.0.1" })
@AutoConfigureFaroe(mail = true)
@Tag("one-jdk")
class PagesWithMailServerTests {

	private static final long PATIENCE = 60_000;

	private static final String ADDRESS = "user@example.com";

	private static final GreenMail mails = new GreenMail(ServerSetup.SMTP.dynamicPort());

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void atTheMailServer(DynamicPropertyRegistry properties) {
		mails.start();
		properties.add("spring.mail.port", () -> mails.getSmtp().getPort());
	}

	@AfterAll
	static void stop() {
		mails.stop();
	}

	@Test
	void sendsTheCodeAndHasNoMailbox() throws Exception {
		PageClient visitor = new PageClient("http://localhost:" + this.port);
		assertThat(visitor.led("/sign-up", "email", ADDRESS, "newPassword", RunningPages.PASSWORD))
			.isEqualTo("303 /sign-up/verify");
		assertThat(mails.waitForIncomingEmail(PATIENCE, 1)).isTrue();
		MimeMessage mail = mails.getReceivedMessages()[0];
		assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly(ADDRESS);
		String text = ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent().toString();
		String code = RunningPages.codeIn(text.replace("\r\n", "\n"));
		assertThat(visitor.led("/sign-up/verify", "code", code)).isEqualTo("303 /account");
		assertThat(visitor.get("/account").body()).contains(ADDRESS).doesNotContain("mailbox");
		for (String path : new String[] { "/dev/mailbox", "/dev/mailbox/1", "/dev/mailbox/1/html" }) {
			assertThat(visitor.get(path).statusCode()).isIn(401, 404);
		}
	}

	@Test
	void hasNoPagesForOperatorsUnlessAskedFor() {
		PageClient visitor = new PageClient("http://localhost:" + this.port);
		for (String path : new String[] { "/operator", "/operator/charts", "/operator/assets/charts.js" }) {
			HttpResponse<String> response = visitor.get(path);
			assertThat(response.statusCode()).isEqualTo(401);
			assertThat(response.body()).isEqualTo("{\"error\":\"NOT_AUTHENTICATED\"}");
		}
	}

}

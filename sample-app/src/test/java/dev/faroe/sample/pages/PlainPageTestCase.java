package dev.faroe.sample.pages;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.testkit.TotpGenerator;

import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages over plain HTTP, for who does not keep to what a browser would do.
 */
abstract class PlainPageTestCase extends RunningPages {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final Pattern KEY = Pattern.compile("id=\"key\" class=\"secret\">([A-Z2-7]+)<");

	final PageClient visitor = new PageClient(url());

	/**
	 * Begin to sign up.
	 * @return the code that was sent
	 */
	static String beginSignUp(PageClient client, String address) {
		assertThat(client.led("/sign-up", "email", address, "newPassword", PASSWORD)).isEqualTo("303 /sign-up/verify");
		return codeIn(mail(address, "code: "));
	}

	static void signUp(PageClient client, String address) {
		String code = beginSignUp(client, address);
		assertThat(client.led("/sign-up/verify", "code", code)).isEqualTo("303 /account");
	}

	/**
	 * Add an authenticator to the account of who is logged in.
	 */
	TotpGenerator addAuthenticator(PageClient client) {
		assertThat(client.led("/account/authenticators")).isEqualTo("303 /account/authenticators/new");
		Matcher key = KEY.matcher(client.get("/account/authenticators/new").body());
		assertThat(key.find()).isTrue();
		TotpGenerator app = TotpGenerator.ofBase32(key.group(1), this.clock);
		assertThat(client.submit("/account/authenticators/new", "code", app.code()).statusCode()).isEqualTo(200);
		this.clock.advance(Duration.ofMinutes(1));
		return app;
	}

	/**
	 * Wait for a mail to an address with something in it. Only asking takes time.
	 */
	static String mail(String address, String content) {
		PageClient reader = new PageClient(url());
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end) {
			for (String path : mails(reader, address)) {
				String text = reader.get(path).body();
				if (text.contains(content)) {
					return text;
				}
			}
		}
		throw new AssertionError("No mail has come");
	}

	/**
	 * Return the paths of the mails to an address that are there.
	 */
	static List<String> mails(PageClient reader, String address) {
		return Pattern
			.compile("(/dev/mailbox/\\d+)\">[^<]*</a>\\s*<p class=\"hint\">To <bdi>"
					+ Pattern.quote(HtmlUtils.htmlEscape(address)) + "</bdi>")
			.matcher(reader.get("/dev/mailbox").body())
			.results()
			.map((mail) -> mail.group(1))
			.toList();
	}

}

package dev.faroe.mail;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.delivery.CodeSender;
import dev.faroe.security.Secret;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What arrives at a mail server when an application sends codes.
 */
class MailCodeSenderTests {

	private static final MailServer SERVER = new MailServer();

	private static final String CODE = "ABCDEFGH";

	private static final Instant EXPIRES = Instant.parse("2026-11-25T17:42:00Z");

	private static final URI LINK = URI.create("https://example.com/reset?code=ABCDEFGH&user=1");

	private static final Pattern FROM_ELSEWHERE = Pattern.compile("<(img|script|link|iframe)|src=|url\\(|@import");

	private static final String SERVICE_NAME = "faroe.mail.service-name=Books & More";

	/** One for all mails that need no properties of their own. */
	private static final FaroeServer APPLICATION = FaroeServer.start(TestDatabase.H2,
			Stream.concat(Arrays.stream(SERVER.properties()), Stream.of(SERVICE_NAME)).toArray(String[]::new));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class, MailSenderAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues(SERVER.properties())
		.withPropertyValues("faroe.password.breach-check.enabled=false", "faroe.password.argon2.memory=64KB",
				SERVICE_NAME);

	@AfterAll
	static void stop() {
		APPLICATION.close();
		SERVER.close();
	}

	private static CodeMessage message(CodePurpose purpose, String email, @Nullable URI link, Locale locale) {
		boolean withCode = purpose != CodePurpose.ADDRESS_IN_USE;
		return new CodeMessage(purpose, "user", email, withCode ? Secret.of(CODE) : null, link,
				withCode ? EXPIRES : null, locale);
	}

	private static MimeMessage send(CodeMessage message) throws Exception {
		APPLICATION.bean(CodeSender.class).send(message);
		return SERVER.next();
	}

	private MimeMessage send(CodeMessage message, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> context.getBean(CodeSender.class).send(message));
		return SERVER.next();
	}

	@ParameterizedTest
	@EnumSource
	void sendsAMailOfTextAndHtmlForEveryPurposeInEnglish(CodePurpose purpose) throws Exception {
		MimeMessage mail = send(message(purpose, "ann@example.com", LINK, Locale.UK));
		assertHeaders(mail, "en");
		assertThat(mail.getSubject())
			.endsWith("Books & More" + (mail.getSubject().endsWith("already") ? " already" : ""));
		assertBody(purpose, MailServer.parts(mail), "Hello,", "It works until 25 November 2026 at 17:42 (UTC).");
	}

	@ParameterizedTest
	@EnumSource
	void sendsAMailOfTextAndHtmlForEveryPurposeInGerman(CodePurpose purpose) throws Exception {
		MimeMessage mail = send(message(purpose, "ann@example.com", LINK, Locale.GERMANY));
		assertHeaders(mail, "de");
		assertBody(purpose, MailServer.parts(mail), "Guten Tag,", "Gültig bis 25. November 2026 um 17:42 Uhr (UTC).");
	}

	private static void assertHeaders(MimeMessage mail, String language) throws Exception {
		assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("Example <no-reply@example.com>");
		assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("ann@example.com");
		assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
		assertThat(mail.getContentLanguage()).containsExactly(language);
		assertThat(mail.getSentDate()).isNotNull();
		assertThat(mail.getMessageID()).isNotNull();
		assertThat(mail.getSubject()).contains("Books & More");
	}

	private static void assertBody(CodePurpose purpose, List<String> parts, String hello, String expiry) {
		String text = parts.get(0);
		String page = parts.get(1);
		assertThat(text).startsWith(hello + "\n\n").endsWith("\n\nBooks & More").contains(LINK.toString());
		assertThat(page).startsWith("<!DOCTYPE html>")
			.contains(hello)
			.contains("Books &amp; More")
			.doesNotContain("Books & More")
			.contains("href=\"https://example.com/reset?code=ABCDEFGH&amp;user=1\"")
			.doesNotContainPattern(FROM_ELSEWHERE);
		for (String part : parts) {
			assertThat(part).doesNotContain("{{").doesNotContain("}}");
			if (purpose != CodePurpose.ADDRESS_IN_USE) {
				assertThat(part).containsPattern("(: |>)ABCDEFGH\\b").contains(expiry);
			}
		}
	}

	@Test
	void leavesOutWhatAMessageDoesNotHave() throws Exception {
		CodeMessage message = new CodeMessage(CodePurpose.PASSWORD_RESET, null, "ann@example.com", Secret.of(CODE),
				null, null, Locale.ENGLISH);
		List<String> parts = MailServer.parts(send(message));
		assertThat(parts).allSatisfy((part) -> assertThat(part).contains(CODE)
			.doesNotContainIgnoringCase("link")
			.doesNotContain("href")
			.doesNotContain("until"));
		assertThat(parts.get(0)).doesNotContain("\n\n\n");
		assertThat(MailServer.parts(send(message(CodePurpose.ADDRESS_IN_USE, "ann@example.com", null, Locale.GERMAN))))
			.allSatisfy((part) -> assertThat(part).doesNotContain("Link").doesNotContain("href"));
	}

	@Test
	void takesSubjectsServiceSenderAndTimeZoneFromProperties() throws Exception {
		String[] properties = { "faroe.mail.from=Bücher <bücher-noreply@example.com>".replace("bücher-", "books-"),
				"faroe.mail.service-name=Bücher", "faroe.mail.time-zone=America/New_York",
				"faroe.mail.subjects.password-reset={{service}}: password",
				"faroe.mail.subjects.log-in-de=Los geht's" };
		MimeMessage reset = send(message(CodePurpose.PASSWORD_RESET, "ann@example.com", null, Locale.GERMAN),
				properties);
		assertThat(reset.getSubject()).isEqualTo("Bücher: password");
		assertThat(reset.getFrom()[0]).hasToString("=?UTF-8?Q?B=C3=BCcher?= <books-noreply@example.com>");
		assertThat(MailServer.parts(reset)).allSatisfy((part) -> assertThat(part).contains("um 12:42 Uhr"));
		MimeMessage german = send(message(CodePurpose.LOG_IN, "ann@example.com", null, Locale.GERMAN), properties);
		assertThat(german.getSubject()).isEqualTo("Los geht's");
		MimeMessage english = send(message(CodePurpose.LOG_IN, "ann@example.com", null, Locale.FRENCH), properties);
		assertThat(english.getSubject()).isEqualTo("Log in to Bücher");
	}

	@Test
	void callsTheServiceByItsNameOrItsDomainWithoutAProperty() throws Exception {
		CodeMessage message = message(CodePurpose.LOG_IN, "ann@example.com", null, Locale.ENGLISH);
		assertThat(send(message, "faroe.mail.service-name=", "spring.application.name=books").getSubject())
			.isEqualTo("Log in to books");
		assertThat(send(message, "faroe.mail.service-name=").getSubject()).isEqualTo("Log in to example.com");
	}

	@Test
	void aNameThatIsNotPlainBeginsNoHeaderAndNoElement() throws Exception {
		MimeMessage mail = send(message(CodePurpose.LOG_IN, "ann@example.com", null, Locale.ENGLISH),
				"faroe.mail.service-name=",
				"spring.application.name=a\r\nBcc: eve@example.com\r\n\r\n\u202E<b>{{code}}</b>");
		assertThat(mail.getHeader("Bcc")).isNull();
		assertThat(mail.getAllRecipients()).hasSize(1);
		assertThat(mail.getSubject()).isEqualTo("Log in to a  Bcc: eve@example.com     <b>{{code}}</b>");
		List<String> parts = MailServer.parts(mail);
		assertThat(parts).allSatisfy((part) -> assertThat(part).doesNotContain("\u202E"));
		assertThat(parts.get(1)).doesNotContain("<b>").contains("&lt;b&gt;{{code}}&lt;/b&gt;");
	}

	/**
	 * The most of these are addresses of users for all that Faroe knows.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "ann@example.com,eve@example.com", "ann@example.com, eve@example.com",
			"Ann <eve@example.com>", "\"ann\"@example.com", "ann(comment)@example.com", "group:eve@example.com;",
			"ann@example.com\r\nBcc: eve@example.com", "ann\u202E@example.com", "an n@example.com", "ann@[127.0.0.1]",
			"eve@evil.org@example.com", "@example.com", "ann@", "ann..b@example.com" })
	void sendsNothingToWhatIsNotOnePlainAddress(String email) {
		int before = SERVER.size();
		CodeSender sender = APPLICATION.bean(CodeSender.class);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> sender.send(message(CodePurpose.LOG_IN, email, null, Locale.ENGLISH)))
			.withMessageNotContaining("ann")
			.withNoCause();
		assertThat(SERVER.size()).isEqualTo(before);
	}

	@Test
	void sendsToDomainsInOtherScripts() throws Exception {
		MimeMessage mail = send(message(CodePurpose.LOG_IN, "ann@bücher.example", null, Locale.ENGLISH));
		assertThat(Arrays.toString(mail.getAllRecipients())).isEqualTo("[ann@xn--bcher-kva.example]");
	}

}

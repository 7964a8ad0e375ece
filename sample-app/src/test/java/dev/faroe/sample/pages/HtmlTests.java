package dev.faroe.sample.pages;

import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.faroe.testkit.TotpGenerator;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import nu.validator.validation.SimpleDocumentValidator;
import org.junit.jupiter.api.Test;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each page is HTML as the standard has it.
 */
class HtmlTests extends PlainPageTestCase {

	/**
	 * The standard allows it for addresses since 2021, which the validator does not know.
	 */
	private static final String NAME_OF_USER = "The autofill field name “username” is not allowed";

	@Autowired
	UserService users;

	@Autowired
	TotpService authenticators;

	private final List<String> complaints = new ArrayList<>();

	@Test
	void isValidOnEachPage() {
		PageLookTests.OPEN.forEach((page) -> validate(page, this.visitor.get(page)));
		validate("/sign-up with a failure", this.visitor.submit("/sign-up", "email", "x", "newPassword", "y"));
		signUp(this.visitor, this.address);
		PageLookTests.OWN.forEach((page) -> validate(page, this.visitor.get(page)));
		addAuthenticator(this.visitor);
		validate("/account/authenticators with one", this.visitor.get("/account/authenticators"));
		this.visitor.led("/account/authenticators");
		validate("/account/authenticators/new", this.visitor.get("/account/authenticators/new"));
		validate("/sign-in/again", this.visitor.get("/sign-in/again"));
		validate("/account/recovery-code, made", this.visitor.submit("/account/recovery-code"));
		validate("a mail", this.visitor.get(firstMail()));
		validate("not found", this.visitor.get("/operator"));
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void isValidOnEachPageOfOperators() {
		String user = "/operator/users/" + this.users.create(this.address, PASSWORD, null).block().id();
		TotpGenerator app = TestOperator.create(this.users, this.authenticators, this.clock);
		this.visitor.led("/log-in", "email", TestOperator.ADDRESS, "password", PASSWORD);
		this.visitor.led("/log-in/second-factor", "code", app.code());
		Stream.of("/operator", "/operator?page=9", "/operator/charts", user, user + "/disable", user + "/delete")
			.forEach((page) -> validate(page, this.visitor.get(page)));
		assertThat(this.complaints).isEmpty();
	}

	private String firstMail() {
		return this.visitor.get("/dev/mailbox").body().replaceFirst("(?s).*?(/dev/mailbox/\\d+)\".*", "$1");
	}

	private void validate(String page, HttpResponse<String> response) {
		assertThat(response.body()).as(page).contains("<main id=\"main\">");
		SimpleDocumentValidator validator = new SimpleDocumentValidator(false, false, false);
		ErrorHandler complaints = complaints(page);
		try {
			validator.setUpMainSchema("http://s.validator.nu/html5-all.rnc", complaints);
			validator.setUpValidatorAndParsers(complaints, false, false);
			validator.checkHtmlInputSource(new InputSource(new StringReader(response.body())));
		}
		catch (Exception ex) {
			throw new AssertionError(page, ex);
		}
	}

	private ErrorHandler complaints(String page) {
		return new ErrorHandler() {

			@Override
			public void warning(SAXParseException complaint) {
				error(complaint);
			}

			@Override
			public void error(SAXParseException complaint) {
				if (!complaint.getMessage().contains(NAME_OF_USER)) {
					HtmlTests.this.complaints
						.add(page + ":" + complaint.getLineNumber() + " " + complaint.getMessage());
				}
			}

			@Override
			public void fatalError(SAXParseException complaint) {
				error(complaint);
			}

		};
	}

}

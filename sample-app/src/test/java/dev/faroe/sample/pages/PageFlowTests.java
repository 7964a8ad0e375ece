package dev.faroe.sample.pages;

import java.net.URI;
import java.time.Duration;

import dev.faroe.testkit.TotpGenerator;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each flow of the pages from its beginning to its end.
 */
class PageFlowTests extends PageTestCase {

	@Test
	void signsUpWithACodeFromTheMailbox() {
		signUp();
		assertThat(browser.text()).contains(this.address).contains("Authenticator apps\nNone");
		browser.open("/");
		assertThat(browser.text()).contains("Your account");
	}

	@Test
	void tellsAnOwnerOfAnAccountThatSomebodySignsUpWithTheAddress() {
		signUpElsewhere();
		this.clock.advance(Duration.ofHours(1));
		browser.open("/sign-up").type("email", this.address).type("newPassword", PASSWORD).press("Sign up");
		browser.expect("/sign-up/verify");
		assertThat(mail(this.address, "already")).doesNotContain("code:");
		browser.open("/sign-up/verify").type("code", "ABCDEFGH").press("Go on");
		assertThat(browser.failureAt("code")).isEqualTo("The code is wrong, or it has been used already.");
	}

	@Test
	void sendsTheMailOfASignUpAgain() {
		browser.open("/sign-up").type("email", this.address).type("newPassword", PASSWORD).press("Sign up");
		browser.expect("/sign-up/verify");
		String first = code(this.address);
		this.clock.advance(Duration.ofMinutes(5));
		browser.open("/sign-up/verify").press("Send another mail").expect("/sign-up/verify?sent");
		assertThat(browser.text()).contains("We have sent another mail.");
		assertThat(first).isNotEmpty();
	}

	@Test
	void saysNextToItsFieldWhatIsWrong() {
		browser.open("/sign-up").type("email", this.address).type("newPassword", "password").press("Sign up");
		assertThat(browser.failureAt("newPassword")).contains("password");
		assertThat(browser.find(By.name("email")).getDomProperty("value")).isEqualTo(this.address);
		assertThat(browser.find(By.name("newPassword")).getDomProperty("value")).isEmpty();
		signUp();
		logOut();
		logIn(this.address, "something else entirely");
		assertThat(browser.failureAt("password")).isEqualTo("The email address or the password is wrong.");
	}

	@Test
	void logsInByPassword() {
		beginWithAccount();
		logOut();
		logIn(this.address, PASSWORD);
		browser.expect("/account");
	}

	@Test
	void logsInByACodeFromAMail() {
		signUpElsewhere();
		this.clock.advance(Duration.ofHours(1));
		browser.open("/sign-in/code").type("email", this.address).press("Send the code");
		browser.expect("/sign-in/code/answer");
		String code = code(this.address);
		browser.open("/sign-in/code/answer").type("code", code).press("Log in").expect("/account");
	}

	@Test
	void logsInByTheLinkOfAMail() {
		signUpElsewhere();
		this.clock.advance(Duration.ofHours(1));
		browser.open("/sign-in/code").type("email", this.address).press("Send the code");
		browser.expect("/sign-in/code/answer");
		String mail = mail(this.address, "/sign-in/code/link");
		String link = mail.replaceFirst("(?s).*(/sign-in/code/link\\S*).*", "$1");
		browser.open(link).press("Log in").expect("/account");
	}

	@Test
	void asksForTheCodeOfAnAuthenticatorThatWasScanned() {
		beginWithAccount();
		browser.open("/account/authenticators").press("Add an authenticator app");
		browser.expect("/account/authenticators/new");
		TotpGenerator app = TotpGenerator.ofUri(URI.create(browser.scan()), this.clock);
		assertThat(app.code()).isEqualTo(TotpGenerator.ofBase32(browser.text("key"), this.clock).code());
		browser.type("code", "000000").press("Add it");
		assertThat(browser.failureAt("code")).isEqualTo("The code is wrong, or it has been used already.");
		browser.type("code", app.code()).press("Add it");
		assertThat(browser.text("recovery-code")).matches("[A-Z0-9]{8}");
		browser.press("I have written it down").expect("/account");
		assertThat(mail(this.address, "a second factor was added")).isNotEmpty();
		logOut();
		this.clock.advance(Duration.ofHours(1));
		logIn(this.address, PASSWORD);
		browser.expect("/sign-in/second-factor");
		browser.type("code", app.code()).press("Go on").expect("/account");
	}

	@Test
	void removesAnAuthenticator() {
		beginWithAccount();
		addAuthenticator();
		browser.open("/account/authenticators").press("Remove").expect("/account/authenticators?removed");
		assertThat(browser.text()).doesNotContain("Added on");
	}

	@Test
	void letsInWithTheRecoveryCodeOnce() {
		beginWithAccount();
		addAuthenticator();
		String code = browser.text("recovery-code");
		logOut();
		this.clock.advance(Duration.ofHours(1));
		logIn(this.address, PASSWORD);
		browser.expect("/sign-in/second-factor").press("Lost it?").expect("/sign-in/recovery-code");
		browser.type("recovery_code", "ABCDEFGH").press("Remove them and log in");
		assertThat(browser.failureAt("recovery_code")).isNotEmpty();
		browser.type("recovery_code", code).press("Remove them and log in").expect("/account/recovery-code");
		browser.press("Make a new recovery code");
		assertThat(browser.text("recovery-code")).matches("[A-Z0-9]{8}").isNotEqualTo(code);
		browser.open("/account");
		assertThat(browser.text()).contains("Authenticator apps\nNone");
	}

	@Test
	void setsANewPasswordForWhoHasForgottenIt() {
		signUpElsewhere();
		this.clock.advance(Duration.ofHours(1));
		browser.open("/forgotten-password").type("email", this.address).press("Send the code");
		browser.expect("/forgotten-password/verify");
		String code = code(this.address);
		browser.open("/forgotten-password/verify").type("code", code).press("Go on").expect("/forgotten-password/new");
		browser.type("newPassword", "password").press("Set the password");
		assertThat(browser.failureAt("newPassword")).isNotEmpty();
		browser.type("newPassword", "a quite different one").press("Set the password");
		browser.expect("/sign-in?new-password");
		logIn(this.address, "a quite different one");
		browser.expect("/account");
	}

	@Test
	void changesThePasswordAfterAFreshProof() {
		beginWithAccount();
		this.clock.advance(Duration.ofMinutes(11));
		browser.open("/account/password").expect("/sign-in/again");
		browser.type("password", PASSWORD).press("Go on").expect("/account/password");
		browser.type("password", "wrong wrong wrong").type("newPassword", "a quite different one");
		browser.press("Change the password");
		assertThat(browser.failureAt("password")).isEqualTo("The password is wrong.");
		browser.type("password", PASSWORD).type("newPassword", "a quite different one");
		browser.press("Change the password").expect("/account?password-changed");
		logOut();
		logIn(this.address, "a quite different one");
		browser.expect("/account");
	}

	@Test
	void changesTheAddressWithACodeFromTheNewOne() {
		beginWithAccount();
		String another = "another-" + this.address;
		browser.open("/account/email").type("email", another).press("Send the code").expect("/account/email/verify");
		String code = code(another);
		browser.open("/account/email/verify").type("code", code).press("Change the address");
		browser.expect("/account?email-changed");
		assertThat(browser.text()).contains(another);
		assertThat(mail(this.address, "took the place of this one")).isNotEmpty();
	}

	@Test
	void usesPasskeysForEverything() {
		beginWithAccount();
		browser.hasAuthenticator(false);
		browser.open("/account/passkeys").type("name", "Phone <b>&").press("Add a passkey");
		browser.find(By.xpath("//bdi[text()='Phone <b>&']"));
		logOut();
		browser.press("Log in with a passkey").expect("/account");
		this.clock.advance(Duration.ofMinutes(11));
		browser.open("/account/passkeys").expect("/sign-in/again").press("Use a passkey").expect("/account/passkeys");
		browser.find(By.cssSelector(".inline input[name=name]")).clear();
		browser.find(By.cssSelector(".inline input[name=name]")).sendKeys("Telephone");
		browser.press("Rename").find(By.xpath("//bdi[text()='Telephone']"));
		logOut();
		logIn(this.address, PASSWORD);
		browser.expect("/sign-in/second-factor").press("Use a passkey").expect("/account");
		browser.open("/account/passkeys").press("Remove");
		browser.find(By.xpath("//p[text()='You have none.']"));
	}

	@Test
	void offersThePasskeysOfTheBrowserInTheField() {
		beginWithAccount();
		browser.hasAuthenticator(true);
		browser.open("/account/passkeys").type("name", "Phone").press("Add a passkey");
		browser.find(By.xpath("//bdi[text()='Phone']"));
		// The authenticator says yes at once.
		browser.forgetCookies();
		browser.open("/sign-in").expect("/account");
	}

	@Test
	void endsAllOtherSessions() {
		beginWithAccount();
		try (Browser elsewhere = Browser.at(url())) {
			elsewhere.open("/sign-in").type("email", this.address).type("password", PASSWORD).press("Log in");
			elsewhere.expect("/account");
			browser.open("/account/sessions").press("End all other sessions").expect("/account?sessions-ended");
			elsewhere.open("/account").expect("/sign-in");
			browser.open("/account").expect("/account");
		}
	}

	@Test
	void downloadsTheDataOfTheUser() {
		beginWithAccount();
		browser.open("/account");
		assertThat(browser.find(By.partialLinkText("Download")).getDomProperty("href"))
			.isEqualTo(url() + "/account/data");
		assertThat(browser.fetch("/account/data")).contains("\"email\":\"" + this.address + "\"")
			.contains("\"authenticators\":[]")
			.doesNotContain("ecoveryCode")
			.doesNotContain("assword");
	}

	@Test
	void deletesTheAccount() {
		beginWithAccount();
		browser.open("/account/delete").press("Delete the account for good").expect("/?deleted");
		assertThat(browser.text()).contains("Your account has been deleted.");
		logIn(this.address, PASSWORD);
		assertThat(browser.failureAt("password")).isEqualTo("The email address or the password is wrong.");
	}

}

package dev.faroe.sample.pages;

import java.time.Duration;

import dev.faroe.testkit.TotpGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each flow but that of passkeys in a browser that runs no script.
 */
class PagesWithoutJavaScriptTests extends PageTestCase {

	private static final String ANOTHER_PASSWORD = "a quite different one";

	@BeforeAll
	static void startBrowserWithoutScripts() {
		browser.close();
		browser = Browser.at(url(), false);
	}

	@Test
	void logsInByPasswordAndByCode() {
		signUp();
		logOut();
		logIn(this.address, PASSWORD);
		browser.expect("/account");
		logOut();
		this.clock.advance(Duration.ofHours(1));
		browser.open("/sign-in/code").type("email", this.address).press("Send the code");
		browser.expect("/sign-in/code/answer");
		String code = code(this.address);
		browser.open("/sign-in/code/answer").type("code", code).press("Log in").expect("/account");
	}

	@Test
	void asksForASecondFactorUntilItIsRemoved() {
		beginWithAccount();
		TotpGenerator app = addAuthenticator();
		browser.press("I have written it down").expect("/account");
		logOut();
		this.clock.advance(Duration.ofHours(1));
		logIn(this.address, PASSWORD);
		browser.expect("/sign-in/second-factor").type("code", app.code()).press("Go on").expect("/account");
		this.clock.advance(Duration.ofMinutes(11));
		browser.open("/account/authenticators").expect("/sign-in/again");
		browser.type("code", app.code()).press("Go on").expect("/account/authenticators");
		browser.press("Remove").expect("/account/authenticators?removed");
		logOut();
		logIn(this.address, PASSWORD);
		browser.expect("/account");
	}

	@Test
	void letsInWithTheRecoveryCode() {
		beginWithAccount();
		addAuthenticator();
		String code = browser.text("recovery-code");
		logOut();
		logIn(this.address, PASSWORD);
		browser.expect("/sign-in/second-factor").press("Lost it?").expect("/sign-in/recovery-code");
		browser.type("recovery_code", code).press("Remove them and log in").expect("/account/recovery-code");
		browser.press("Make a new recovery code");
		assertThat(browser.text("recovery-code")).isNotEqualTo(code);
	}

	@Test
	void setsANewPasswordForWhoHasForgottenIt() {
		signUpElsewhere();
		this.clock.advance(Duration.ofHours(1));
		browser.open("/forgotten-password").type("email", this.address).press("Send the code");
		browser.expect("/forgotten-password/verify");
		String code = code(this.address);
		browser.open("/forgotten-password/verify").type("code", code).press("Go on").expect("/forgotten-password/new");
		browser.type("newPassword", ANOTHER_PASSWORD).press("Set the password").expect("/sign-in?new-password");
		logIn(this.address, ANOTHER_PASSWORD);
		browser.expect("/account");
	}

	@Test
	void changesThePasswordAndTheAddress() {
		beginWithAccount();
		browser.open("/account/password").type("password", PASSWORD).type("newPassword", ANOTHER_PASSWORD);
		browser.press("Change the password").expect("/account?password-changed");
		String another = "another-" + this.address;
		browser.open("/account/email").type("email", another).press("Send the code").expect("/account/email/verify");
		String code = code(another);
		browser.open("/account/email/verify").type("code", code).press("Change the address");
		browser.expect("/account?email-changed");
		logOut();
		logIn(another, ANOTHER_PASSWORD);
		browser.expect("/account");
	}

	@Test
	void endsSessionsAndDeletesTheAccount() {
		beginWithAccount();
		browser.open("/account/sessions").press("End all other sessions").expect("/account?sessions-ended");
		browser.open("/account/delete").press("Delete the account for good").expect("/?deleted");
		logIn(this.address, PASSWORD);
		assertThat(browser.failureAt("password")).isEqualTo("The email address or the password is wrong.");
	}

	@Test
	void offersNoPasskeysAndSaysWhy() {
		browser.open("/sign-in");
		assertThat(browser.driver().findElement(By.cssSelector("[data-faroe-passkey]")).isDisplayed()).isFalse();
		assertThat(browser.text()).doesNotContain("passkey");
		beginWithAccount();
		browser.open("/account/passkeys");
		assertThat(browser.driver().findElement(By.cssSelector("[data-faroe-passkey]")).isDisplayed()).isFalse();
		assertThat(browser.text()).contains("To add one needs JavaScript.");
	}

}

package dev.faroe.host;

import java.time.Duration;

import dev.faroe.passkey.PasskeyService;
import dev.faroe.test.Chromium;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passkeys in a real browser, on the pages of the library and in a host application.
 */
@Tag("one-jdk")
@EnabledIf(value = "dev.faroe.test.Chromium#isInstalled", disabledReason = Chromium.SKIPPED)
class PasskeyBrowserTests extends PasskeyBrowserTestCase {

	@BeforeAll
	static void start() {
		start(StepsHost.class);
	}

	@Test
	void logsInWithNothingTyped() {
		withoutOffers();
		driver.manage().logs().get(LogType.BROWSER);
		registerAndLogOut("Laptop");
		assertThat(passkey().name()).isEqualTo("Laptop");
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectPage("/home");
		assertThat(text()).isEqualTo(this.user.id());
		assertThat(passkey().lastUsedAt()).isNotNull();
		assertThat(driver.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
	}

	@Test
	void isOfferedInTheFieldForTheEmailAddress() {
		registerAndLogOut("Laptop");
		open("/log-in");
		expectPage("/home");
		assertThat(text()).isEqualTo(this.user.id());
	}

	@Test
	void goesOnToThePageThatWasAskedFor() {
		withoutOffers();
		registerAndLogOut("Laptop");
		open("/orders?page=2");
		find("[data-faroe-passkey=log-in] button").click();
		expectPage("/orders?page=2");
	}

	@Test
	void isTheSecondFactorAfterThePassword() {
		withoutOffers();
		registerAndLogOut("Laptop");
		logIn();
		expectPage("/log-in/second-factor");
		assertThat(driver.findElements(By.cssSelector("#code"))).isEmpty();
		find("[data-faroe-passkey=second-factor] button").click();
		expectPage("/home");
	}

	@Test
	void keyThatVerifiesNobodyIsASecondFactorAndNoWholeLogIn() {
		withoutOffers();
		exchangeAuthenticator(false, false);
		registerAndLogOut("Key");
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("No passkey was used.");
		logIn();
		expectPage("/log-in/second-factor");
		find("[data-faroe-passkey=second-factor] button").click();
		expectPage("/home");
	}

	@Test
	void userWhoIsNotVerifiedDoesNotLogInWithItAlone() {
		withoutOffers();
		registerAndLogOut("Laptop");
		this.authenticator.setUserVerified(false);
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("No passkey was used.");
		open("/home");
		expectPage("/log-in");
	}

	@Test
	void ceremonyThatIsCancelledSaysSoAndCanBeBegunAgain() {
		withoutOffers();
		registerAndLogOut("Laptop");
		exchangeAuthenticator(true, true);
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("No passkey was used.");
		logIn();
		expectPage("/log-in/second-factor");
	}

	@Test
	void passkeyThatWasRemovedElsewhereIsRefused() {
		withoutOffers();
		registerAndLogOut("Laptop");
		server.bean(PasskeyService.class).deleteAll(this.user.id()).block();
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("This passkey was not accepted.");
	}

	@Test
	void eachAuthenticatorIsRegisteredOnce() {
		withoutOffers();
		logIn();
		expectPage("/home");
		register("Laptop");
		find("h2");
		register("Laptop again");
		expectAlert("No passkey was used.");
		VirtualAuthenticator laptop = this.authenticator;
		this.authenticator = addAuthenticator(false, false);
		laptop.setUserVerified(false);
		register("Key");
		await().until(ExpectedConditions.numberOfElementsToBe(By.tagName("h2"), 2));
		assertThat(text()).contains("Laptop", "Key");
		driver.removeVirtualAuthenticator(laptop);
	}

	@Test
	void provesAgainThatItIsTheUser() {
		withoutOffers();
		registerAndLogOut("Laptop");
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectPage("/home");
		server.clock().advance(Duration.ofMinutes(11));
		open("/fresh/page");
		expectPage("/log-in/step-up");
		find("[data-faroe-passkey=step-up] button").click();
		expectPage("/fresh/page");
	}

	@Test
	void isRenamedAndRemovedAfterARecentProof() {
		withoutOffers();
		registerAndLogOut("Laptop");
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectPage("/home");
		server.clock().advance(Duration.ofMinutes(11));
		open("/log-in/passkeys");
		expectPage("/log-in/step-up");
		find("[data-faroe-passkey=step-up] button").click();
		expectPage("/log-in/passkeys");
		WebElement name = find("section input[name=name]");
		name.clear();
		name.sendKeys("Büro <b>office");
		find("section form button").click();
		await().until(ExpectedConditions.textToBe(By.tagName("h2"), "Büro <b>office"));
		find("section form[action$=remove] button").click();
		await().until(ExpectedConditions.numberOfElementsToBe(By.tagName("h2"), 0));
		assertThat(server.bean(PasskeyService.class).list(this.user.id()).collectList().block()).isEmpty();
		open("/home");
		expectPage("/home");
	}

	@Test
	void pageThatHasGoneStaleAsksForAProofBeforeItAddsOne() {
		withoutOffers();
		logIn();
		expectPage("/home");
		open("/log-in/passkeys");
		server.clock().advance(Duration.ofMinutes(11));
		find("#name").sendKeys("Laptop");
		find("form[data-faroe-passkey] button").click();
		expectPage("/log-in/step-up");
		assertThat(server.bean(PasskeyService.class).list(this.user.id()).collectList().block()).isEmpty();
	}

	@Test
	void recoveryCodeTakesThePlaceOfALostPasskey() {
		withoutOffers();
		registerAndLogOut("Laptop");
		logIn();
		expectPage("/log-in/second-factor");
		find("a[href$=recovery-code]").click();
		find("#recovery_code").sendKeys(this.user.recoveryCode().value());
		find("form button").click();
		expectPage("/log-in/new-recovery-code");
		open("/home");
		expectPage("/home");
		logOut();
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("This passkey was not accepted.");
	}

}

package dev.faroe.sample.pages;

import java.time.Duration;
import java.util.List;

import dev.faroe.FaroeException;
import dev.faroe.testkit.TotpGenerator;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators do, in a browser that runs no script.
 */
class OperatorFlowTests extends PageTestCase {

	/** What {@code faroe.totp.max-consecutive-failures} is without being set. */
	private static final int MAX_FAILURES = 100;

	@Autowired
	UserService users;

	@Autowired
	TotpService authenticators;

	@BeforeAll
	static void startBrowserWithoutScripts() {
		browser.close();
		browser = Browser.at(url(), false);
	}

	@BeforeEach
	void logInAsOperator() {
		TotpGenerator app = TestOperator.create(this.users, this.authenticators, this.clock);
		browser.open("/operator").expect("/sign-in");
		browser.type("email", TestOperator.ADDRESS).type("password", PASSWORD).press("Log in");
		browser.expect("/sign-in/second-factor").type("code", app.code()).press("Go on").expect("/operator");
	}

	private User newUser(String address) {
		return this.users.create(address, PASSWORD, null).block();
	}

	private Browser find(User user) {
		browser.open("/operator").type("email", String.valueOf(user.email())).press("Search");
		assertThat(browser.text()).contains("1 user with “" + user.email() + "”.");
		return browser.press(String.valueOf(user.email())).expect("/operator/users/" + user.id());
	}

	@Test
	void findsSortsAndTurnsOverThePagesOfUsers() {
		String domain = "@%d.example".formatted(System.nanoTime());
		for (int i = 10; i < 35; i++) {
			newUser(i + domain);
			this.clock.advance(Duration.ofSeconds(10));
		}
		browser.open("/operator").type("email", domain).press("Search");
		assertThat(browser.text()).contains("25 users with “" + domain + "”.").contains("Page 1 of 2");
		assertThat(addresses()).hasSize(20).startsWith("34" + domain, "33" + domain);
		browser.press("Next");
		assertThat(addresses()).hasSize(5).endsWith("10" + domain);
		assertThat(browser.text()).contains("Page 2 of 2");
		browser.press("Previous").press("Email address");
		assertThat(addresses()).startsWith("10" + domain, "11" + domain);
		assertThat(browser.find(By.cssSelector("th[aria-sort]")).getDomAttribute("aria-sort")).isEqualTo("ascending");
		browser.press("Email address");
		assertThat(addresses()).startsWith("34" + domain);
		browser.press("Last");
		assertThat(addresses()).hasSize(5).endsWith("10" + domain);
		browser.press("Show all").expect("/operator");
	}

	private static List<String> addresses() {
		return browser.driver().findElements(By.cssSelector("tbody bdi")).stream().map(WebElement::getText).toList();
	}

	@Test
	void showsTheStateOfAUser() {
		User user = newUser(this.address);
		find(user);
		assertThat(browser.text()).contains(this.address + " (not verified)")
			.contains(user.id())
			.contains("None has been ended")
			.contains("May log in")
			.contains("None: the user can try passwords and codes.")
			.contains("Waiting for a code\nNothing.")
			.doesNotContain(user.recoveryCode().value());
	}

	@Test
	void endsALockOut() {
		User user = newUser(this.address);
		TotpGenerator app = TestOperator.register(this.authenticators, user.id(), this.clock);
		for (int i = 0; i < MAX_FAILURES; i++) {
			assertThat(verify(user, "000000")).isEqualTo("INCORRECT_CODE");
		}
		assertThat(verify(user, app.code())).isEqualTo("TOO_MANY_REQUESTS");
		find(user);
		assertThat(browser.text()).contains("totp-failures\nuntil somebody ends it");
		browser.press("End the lock-outs").press("End the lock-outs");
		browser.expect("/operator/users/" + user.id() + "?end-lock-outs");
		assertThat(browser.text()).contains("The lock-outs have ended.")
			.contains("None: the user can try passwords and codes.");
		assertThat(verify(user, app.code())).isEmpty();
	}

	private String verify(User user, String code) {
		return this.authenticators.verifyAny(user.id(), code)
			.thenReturn("")
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error().name()))
			.block();
	}

	@Test
	void endsSessions() {
		User user = newUser(this.address);
		PageClient session = new PageClient(url());
		assertThat(session.led("/log-in", "email", this.address, "password", PASSWORD)).startsWith("303");
		find(user).press("End all sessions").press("End all sessions");
		browser.expect("/operator/users/" + user.id() + "?end-sessions");
		assertThat(browser.text()).contains("Those from before");
		assertThat(session.at("/account")).isEqualTo("303 /sign-in");
		browser.open("/operator").expect("/operator");
	}

	@Test
	void disablesAndEnables() {
		User user = newUser(this.address);
		find(user).press("Disable the user");
		browser.type("reason", "asked <b>by mail</b>").press("Disable the user");
		browser.expect("/operator/users/" + user.id() + "?disable");
		assertThat(browser.text()).contains("Disabled since").contains(": asked <b>by mail</b>");
		browser.open("/operator?email=" + this.address);
		assertThat(browser.text()).contains("Disabled");
		find(user).press("Enable the user").press("Enable the user");
		browser.expect("/operator/users/" + user.id() + "?enable");
		assertThat(browser.text()).contains("May log in");
	}

	@Test
	void saysNextToTheReasonThatItIsTooLong() {
		User user = newUser(this.address);
		PageClient plain = new PageClient(url());
		browser.driver()
			.manage()
			.getCookies()
			.forEach((cookie) -> plain.cookies().put(cookie.getName(), cookie.getValue()));
		assertThat(
				plain.submit("/operator/users/%s/disable".formatted(user.id()), "reason", "x".repeat(501)).statusCode())
			.isEqualTo(400);
		find(user);
		assertThat(browser.text()).contains("May log in");
	}

	@Test
	void deletes() {
		User user = newUser(this.address);
		find(user).press("Delete the user for good");
		assertThat(browser.text()).contains(this.address).contains("Nobody can take it back.");
		browser.press("Delete the user for good").expect("/operator?user-deleted");
		assertThat(browser.text()).contains("The user has been deleted.");
		browser.open("/operator/users/" + user.id());
		assertThat(browser.text()).contains("There is no such page.");
	}

	@Test
	void tellsTheNumbersOfTheChartsWithoutAScript() {
		browser.open("/operator").press("Charts").expect("/operator/charts");
		assertThat(browser.text()).contains("Most hashes waiting for a thread 0")
			.contains("The charts need JavaScript.");
	}

}

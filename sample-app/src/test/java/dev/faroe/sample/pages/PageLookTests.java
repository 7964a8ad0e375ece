package dev.faroe.sample.pages;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is true of every page, whatever it is for.
 */
class PageLookTests extends PageTestCase {

	static final List<String> OPEN = List.of("/", "/sign-in", "/sign-in/code", "/sign-in/code/answer",
			"/sign-in/code/link?code=ABCDEFGH", "/sign-in/second-factor", "/sign-in/recovery-code", "/sign-in/again",
			"/sign-up", "/sign-up/verify", "/forgotten-password", "/forgotten-password/verify",
			"/forgotten-password/new", "/dev/mailbox", "/sign-in?error=incorrect-credentials&field=password");

	static final List<String> OWN = List.of("/account", "/account/password", "/account/email", "/account/email/verify",
			"/account/authenticators", "/account/passkeys", "/account/recovery-code", "/account/sessions",
			"/account/delete");

	private static @Nullable Looks looks;

	/**
	 * All pages are visited once for all that is looked for.
	 */
	@BeforeEach
	void visitAll() {
		if (looks != null) {
			return;
		}
		Looks all = new Looks(browser);
		browser.forgetCookies();
		OPEN.forEach(all::visit);
		browser.open("/sign-up").type("email", this.address).type("newPassword", PASSWORD).press("Sign up");
		String code = code(this.address);
		browser.open("/sign-up/verify").type("code", code).press("Go on").expect("/account");
		OWN.forEach(all::visit);
		browser.open("/account/authenticators").press("Add an authenticator app");
		all.at("/account/authenticators/new");
		browser.open("/dev/mailbox");
		browser.driver().findElement(By.cssSelector(".items a")).click();
		all.at("/dev/mailbox/1");
		browser.open("/account/recovery-code").press("Make a new recovery code");
		all.at("/account/recovery-code, made");
		looks = all;
	}

	@AfterAll
	static void forget() {
		looks = null;
	}

	@Test
	void hasNothingSeriousForWhoUsesAReaderOrTheKeyboard() {
		assertThat(looks.violations()).isEmpty();
	}

	@Test
	void saysNothingInTheConsoleAndAsksNobodyElse() {
		assertThat(looks.complaints()).isEmpty();
		assertThat(looks.requests()).hasSizeGreaterThan(OPEN.size() + OWN.size())
			.allSatisfy((request) -> assertThat(request).startsWith(url()));
	}

	@Test
	void fitsOnEachScreen() {
		assertThat(looks.overflows()).isEmpty();
	}

	@Test
	void isReachedByTheKeyboardFromTheTop() {
		browser.open("/sign-in");
		Object first = browser.driver()
			.executeScript(
					"""
							const wanted = [...document.querySelectorAll('a[href], button:not([hidden] *), input:not([type=hidden])')]
							return wanted.filter((element) => element.tabIndex < 0).length""");
		assertThat(first).isEqualTo(0L);
		assertThat(browser.driver().findElement(By.cssSelector("a.skip")).getDomAttribute("href")).isEqualTo("#main");
	}

	@Test
	void isSmall() {
		browser.open("/");
		Object size = browser.driver().executeScript("""
				return performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
				  .reduce((sum, entry) -> sum + entry.transferSize, 0)""".replace("->", "=>"));
		assertThat(((Number) size).longValue()).isBetween(1000L, 50_000L);
	}

	@Test
	void tellsTheBrowserToLoadNothingFromElsewhere() {
		Map<?, ?> headers = browser.headers("/sign-in");
		assertThat(String.valueOf(headers.get("content-security-policy"))).startsWith("default-src 'none'")
			.contains("frame-ancestors 'none'")
			.doesNotContain("unsafe-inline");
		assertThat(headers.get("x-frame-options")).isEqualTo("DENY");
		assertThat(String.valueOf(headers.get("cache-control"))).contains("no-store");
		assertThat(headers.get("x-content-type-options")).isEqualTo("nosniff");
	}

}

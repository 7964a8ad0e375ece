package dev.faroe.sample.pages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
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

	static final List<String> SERIOUS = List.of("serious", "critical");

	private int rounds;

	@Test
	void hasNothingSeriousForWhoUsesAReaderOrTheKeyboard() {
		List<String> violations = new ArrayList<>();
		visitAll((page) -> {
			for (boolean dark : new boolean[] { false, true }) {
				browser.dark(dark);
				for (Rule rule : accessibility().analyze(browser.driver()).getViolations()) {
					if (SERIOUS.contains(rule.getImpact())) {
						violations.add(page + (dark ? " dark: " : " light: ") + rule.getId() + " "
								+ rule.getNodes().get(0).getHtml());
					}
				}
			}
		});
		browser.dark(false);
		assertThat(violations).isEmpty();
	}

	@Test
	void saysNothingInTheConsoleAndAsksNobodyElse() {
		browser.requests();
		visitAll((page) -> assertThat(browser.complaints()).as(page).isEmpty());
		assertThat(browser.requests()).isNotEmpty().allSatisfy((request) -> assertThat(request).startsWith(url()));
	}

	@Test
	void fitsOnEachScreen() {
		visitAll((page) -> {
			for (int width : new int[] { 360, 768, 1440 }) {
				browser.width(width);
				assertThat(browser.driver()
					.executeScript(
							"return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
					.as(page + " at " + width)
					.isEqualTo(0L);
			}
		});
		browser.width(1440);
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

	/**
	 * The legacy mode judges what is in frames of other origins less, of which there are
	 * none but the one left out, and needs no window of its own for each page.
	 */
	@SuppressWarnings("deprecation")
	private static AxeBuilder accessibility() {
		return new AxeBuilder().exclude("iframe").setLegacyMode(true);
	}

	private void visitAll(Consumer<String> look) {
		browser.forgetCookies();
		OPEN.forEach((page) -> visit(page, look));
		signUpAgain();
		OWN.forEach((page) -> visit(page, look));
		browser.open("/account/authenticators").press("Add an authenticator app");
		look.accept("/account/authenticators/new");
		browser.open("/dev/mailbox");
		browser.driver().findElement(By.cssSelector(".items a")).click();
		look.accept("/dev/mailbox/1");
		browser.open("/account/recovery-code").press("Make a new recovery code");
		look.accept("/account/recovery-code, made");
		this.clock.advance(Duration.ofHours(1));
		browser.open("/");
	}

	/**
	 * Each round has a user of its own.
	 */
	private void signUpAgain() {
		String address = "look%d-%s".formatted(++this.rounds, this.address);
		browser.open("/sign-up").type("email", address).type("newPassword", PASSWORD).press("Sign up");
		String code = code(address);
		browser.open("/sign-up/verify").type("code", code).press("Go on").expect("/account");
	}

	private static void visit(String page, Consumer<String> look) {
		browser.open(page).expect(page);
		look.accept(page);
	}

}

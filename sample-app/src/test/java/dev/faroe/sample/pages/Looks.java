package dev.faroe.sample.pages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * What is found on pages, each of which is loaded once: by axe in light and dark, on
 * three widths, in the console and among the requests.
 */
final class Looks {

	private static final List<String> SERIOUS = List.of("serious", "critical");

	private static final String OVERFLOW = "return document.documentElement.scrollWidth"
			+ " - document.documentElement.clientWidth";

	private final Browser browser;

	private final List<String> violations = new ArrayList<>();

	private final List<String> overflows = new ArrayList<>();

	private final List<String> complaints = new ArrayList<>();

	private final List<String> requests = new ArrayList<>();

	Looks(Browser browser) {
		this.browser = browser;
		browser.requests();
		browser.complaints();
	}

	/**
	 * Load a page and look at it.
	 */
	void visit(String page) {
		this.browser.open(page).expect(page);
		at(page);
	}

	/**
	 * Look at the page that is there.
	 * @param name what to call it
	 */
	void at(String name) {
		for (boolean dark : new boolean[] { false, true }) {
			this.browser.dark(dark);
			for (Rule rule : accessibility().analyze(this.browser.driver()).getViolations()) {
				if (SERIOUS.contains(rule.getImpact())) {
					this.violations.add(name + (dark ? " dark: " : " light: ") + rule.getId() + " "
							+ rule.getNodes().get(0).getHtml());
				}
			}
		}
		this.browser.dark(false);
		for (int width : new int[] { 360, 768, 1440 }) {
			this.browser.width(width);
			if (!fits()) {
				this.overflows.add(name + " at " + width);
			}
		}
		this.browser.complaints().forEach((complaint) -> this.complaints.add(name + ": " + complaint));
		this.requests.addAll(this.browser.requests());
	}

	/**
	 * Charts follow the width of the page with the next frames.
	 */
	private boolean fits() {
		try {
			return new WebDriverWait(this.browser.driver(), Duration.ofSeconds(5), Duration.ofMillis(20))
				.until((driver) -> Long.valueOf(0).equals(this.browser.driver().executeScript(OVERFLOW)));
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

	/**
	 * The legacy mode judges what is in frames of other origins less, of which there are
	 * none but the one left out, and needs no window of its own for each page.
	 */
	@SuppressWarnings("deprecation")
	private static AxeBuilder accessibility() {
		return new AxeBuilder().exclude("iframe").setLegacyMode(true);
	}

	List<String> violations() {
		return this.violations;
	}

	List<String> overflows() {
		return this.overflows;
	}

	List<String> complaints() {
		return this.complaints;
	}

	List<String> requests() {
		return this.requests;
	}

}

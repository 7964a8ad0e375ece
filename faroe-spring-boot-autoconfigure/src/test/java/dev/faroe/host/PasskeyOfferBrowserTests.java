package dev.faroe.host;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import dev.faroe.test.Chromium;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.test.util.TestSocketUtils;

/**
 * A page of the log-in that is left open, with passkeys on offer in its field.
 */
@Tag("one-jdk")
@EnabledIf(value = "dev.faroe.test.Chromium#isInstalled", disabledReason = Chromium.SKIPPED)
class PasskeyOfferBrowserTests {

	private static final String PASSWORD = "a long enough password";

	/** What the module does after minutes is kept for the test to do. */
	private static final String KEEP_TIMERS = """
			const now = window.setTimeout
			window.later = []
			window.setTimeout = (task, delay) => (delay > 60000) ? window.later.push(task) : now(task, delay)
			""";

	private static final String OFFER = """
			import(document.querySelector('script[type=module]').src)
				.then((passkeys) => { window.later = []; return passkeys.offer() })
				.then(() => { window.stopped = true })
			""";

	@Test
	void doesNotKeepALogInOfAnotherTabFromEndingByIdleness() {
		int port = TestSocketUtils.findAvailableTcpPort();
		String url = "http://localhost:" + port;
		try (FaroeServer server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { StepsHost.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", "faroe.security.log-in.after-log-in=/home",
				"faroe.passkeys.enabled=true", "faroe.passkeys.origins=" + url, "server.port=" + port)) {
			User user = Objects
				.requireNonNull(server.bean(UserService.class).create("browser@example.com", PASSWORD, null).block());
			ChromeDriver driver = Chromium.start();
			try {
				offerWhileLoggingInElsewhere(driver, url, user);
			}
			finally {
				driver.quit();
			}
		}
	}

	private static void offerWhileLoggingInElsewhere(ChromeDriver driver, String url, User user) {
		WebDriverWait await = new WebDriverWait(driver, Chromium.PATIENCE, Duration.ofMillis(50));
		driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", KEEP_TIMERS));
		driver.get(url + "/log-in");
		String left = driver.getWindowHandle();
		await.until(ExpectedConditions.jsReturnsValue("return window.later.length === 1 || null"));
		driver.executeScript(OFFER);
		await.until(ExpectedConditions.jsReturnsValue("return window.later.length === 1 || null"));
		driver.executeScript("window.later[0]()");
		await.until(ExpectedConditions.jsReturnsValue("return window.later.length === 2 || null"));
		driver.switchTo().newWindow(WindowType.TAB);
		driver.get(url + "/log-in");
		driver.findElement(By.id("email")).sendKeys(String.valueOf(user.email()));
		driver.findElement(By.id("password")).sendKeys(PASSWORD);
		driver.findElement(By.cssSelector("form button")).click();
		await.until(ExpectedConditions.urlToBe(url + "/home"));
		driver.switchTo().window(left);
		driver.executeScript("window.later[1]()");
		await.until(ExpectedConditions.jsReturnsValue("return window.stopped"));
	}

}

package dev.faroe.sample.pages;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.testkit.AutoConfigureFaroe;
import dev.faroe.testkit.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;

/**
 * The sample application with its pages and its mailbox, at a port of this machine, and
 * at all its addresses.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT,
		properties = { "spring.r2dbc.url=r2dbc:h2:mem:///pages?options=DB_CLOSE_DELAY=-1", "management.server.port=0",
				"server.address=0.0.0.0", "sample.operator.enabled=true", "sample.operator.users=" + TestOperator.ID,
				"sample.operator.charts.interval=200ms" })
@AutoConfigureFaroe(mail = true)
@Tag("one-jdk")
abstract class RunningPages {

	static final int PORT = TestSocketUtils.findAvailableTcpPort();

	static final String PASSWORD = "violet harbour sings 42";

	private static final Pattern CODE = Pattern.compile("(?m)code: ([A-Z0-9]+)$");

	private static int users;

	@Autowired
	TestClock clock;

	final String address = newAddress();

	@DynamicPropertySource
	static void atAPort(DynamicPropertyRegistry properties) {
		properties.add("server.port", () -> PORT);
		properties.add("faroe.passkeys.origins", RunningPages::url);
		properties.add("faroe.flows.link-base", RunningPages::url);
	}

	static String url() {
		return "http://localhost:" + PORT;
	}

	static String newAddress() {
		return "user%d@example.com".formatted(++users);
	}

	@BeforeEach
	void waitForLimits() {
		this.clock.advance(Duration.ofHours(1));
	}

	static String codeIn(String mail) {
		Matcher code = CODE.matcher(mail);
		if (!code.find()) {
			throw new AssertionError("There is no code in the mail");
		}
		return code.group(1);
	}

}

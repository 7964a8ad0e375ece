package dev.faroe.sample.pages;

import java.net.http.HttpResponse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.faroe.testkit.AutoConfigureFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More visitors in the middle of something than there may be sessions in memory.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.r2dbc.url=r2dbc:h2:mem:///full?options=DB_CLOSE_DELAY=-1", "management.server.port=0",
				"server.reactive.session.max-sessions=3" })
@AutoConfigureFaroe(mail = true)
@Tag("one-jdk")
class FullSessionStoreTests {

	@LocalServerPort
	private int port;

	@Test
	void isBusyAndWritesNoErrorsToTheLog() {
		Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.addAppender(log);
		logger.setLevel(Level.WARN);
		PageClient first = begin();
		begin();
		begin();
		for (int visitor = 0; visitor < 5; visitor++) {
			PageClient turnedAway = new PageClient(url());
			HttpResponse<String> busy = turnedAway.submit("/forgotten-password", "email", "user@example.com");
			assertThat(busy.statusCode()).isEqualTo(503);
			assertThat(busy.headers().firstValue("Retry-After")).hasValue("60");
			assertThat(busy.body()).contains("The server is busy");
			assertThat(busy.headers().firstValue("Location")).isEmpty();
			assertThat(turnedAway.cookies()).doesNotContainKey("SESSION");
		}
		assertThat(first.get("/forgotten-password/verify").statusCode()).isEqualTo(200);
		assertThat(new PageClient(url()).get("/sign-in").statusCode()).isEqualTo(200);
		logger.setLevel(Level.OFF);
		logger.detachAppender(log);
		assertThat(log.list).isEmpty();
	}

	private PageClient begin() {
		PageClient visitor = new PageClient(url());
		assertThat(visitor.led("/forgotten-password", "email", "user@example.com"))
			.isEqualTo("303 /forgotten-password/verify");
		return visitor;
	}

	private String url() {
		return "http://localhost:" + this.port;
	}

}

package dev.faroe.host;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.faroe.shop.ShopApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application of the tutorial with the bean definitions that its build has made, as
 * in a native image.
 */
class AheadOfTimeTests {

	private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

	private static final Pattern CODE = Pattern.compile("\\b[A-Z2-9]{8}\\b");

	private static final String PASSWORD = "a long enough password";

	private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

	@TempDir
	private Path directory;

	@BeforeEach
	void startMailServer() {
		this.mail.start();
	}

	@AfterEach
	void stopMailServer() {
		this.mail.stop();
	}

	@Test
	@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void logInWorks() throws Exception {
		processAheadOfTime();
		compile();
		Process application = start();
		try {
			signUpAndLogIn(WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port(application)).build());
		}
		finally {
			application.destroyForcibly().waitFor();
		}
	}

	private void signUpAndLogIn(WebTestClient client) {
		Browser browser = new Browser(client, "/log-in");
		assertThat(browser.open("/")).isEqualTo("303 /log-in");
		assertThat(browser.submit("/sign-up", "email", "ann@example.com", "password", PASSWORD))
			.isEqualTo("200 /sign-up/verify");
		assertThat(browser.submit("/sign-up/verify", "code", code())).isEqualTo("200 /");
		assertThat(browser.submit("/account/authenticator")).contains("\"uri\":\"otpauth://totp/");
		assertThat(browser.submit("/log-in/out")).startsWith("303");
		assertThat(browser.submit("/log-in", "email", "ann@example.com", "password", "wrong password"))
			.isEqualTo("303 /log-in?error=incorrect-credentials&field=password");
		assertThat(browser.submit("/log-in", "email", "ann@example.com", "password", PASSWORD)).isEqualTo("303 /");
		assertThat(browser.submit("/account/password", "password", PASSWORD, "newPassword", "another long password"))
			.isEqualTo("200 /account");
		WebTestClient german = client.mutate().defaultHeader(HttpHeaders.ACCEPT_LANGUAGE, "de").build();
		assertThat(new Browser(german, "/log-in").open("/log-in")).startsWith("200").contains("Passwort");
	}

	private String code() {
		assertThat(this.mail.waitForIncomingEmail(60_000, 1)).isTrue();
		Matcher code = CODE.matcher(GreenMailUtil.getBody(this.mail.getReceivedMessages()[0]));
		assertThat(code.find()).isTrue();
		return code.group();
	}

	private void processAheadOfTime() throws Exception {
		List<String> command = java(classPath());
		command.add(SpringApplicationAotProcessor.class.getName());
		command.add(ShopApplication.class.getName());
		Stream.of("sources", "resources", "classes")
			.map((name) -> this.directory.resolve(name).toString())
			.forEach(command::add);
		command.addAll(List.of("dev.faroe", "shop"));
		command.addAll(settings());
		Path log = this.directory.resolve("processing.log");
		Process processing = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		assertThat(processing.waitFor(2, TimeUnit.MINUTES) && processing.exitValue() == 0).as(Files.readString(log))
			.isTrue();
	}

	private void compile() throws IOException {
		try (Stream<Path> sources = Files.walk(this.directory.resolve("sources"))) {
			Stream<String> options = Stream.of("-nowarn", "-proc:none", "-cp",
					this.directory.resolve("classes") + File.pathSeparator + classPath(), "-d",
					this.directory.resolve("classes").toString());
			Stream<String> files = sources.map(Path::toString).filter((name) -> name.endsWith(".java"));
			assertThat(ToolProvider.getSystemJavaCompiler()
				.run(null, null, null, Stream.concat(options, files).toArray(String[]::new))).isZero();
		}
	}

	private Process start() throws IOException {
		List<String> command = java(String.join(File.pathSeparator, this.directory.resolve("classes").toString(),
				this.directory.resolve("resources").toString(), classPath()));
		command.add(1, "-Dspring.aot.enabled=true");
		command.add(ShopApplication.class.getName());
		command.addAll(settings());
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	private static int port(Process application) throws IOException {
		BufferedReader output = application.inputReader();
		StringBuilder log = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			log.append(line).append('\n');
			Matcher port = PORT.matcher(line);
			if (port.find()) {
				assertThat(log).contains("Starting AOT-processed ShopApplication");
				return Integer.parseInt(port.group(1));
			}
		}
		throw new IllegalStateException("The application did not start:\n" + log);
	}

	/**
	 * The processes run for a moment: the second compiler and a collector of several
	 * threads would only take time from them.
	 */
	private static List<String> java(String classPath) {
		return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath));
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private List<String> settings() {
		return List.of("--spring.main.web-application-type=reactive", "--logging.level.org.springframework.boot=INFO",
				"--logging.level.dev.faroe.shop=INFO", "--server.port=0", "--server.address=127.0.0.1",
				"--spring.r2dbc.url=r2dbc:h2:mem:///shop", "--spring.r2dbc.generate-unique-name=false",
				"--faroe.r2dbc.initialize-schema=always", "--faroe.security.log-in.enabled=true",
				"--faroe.flows.enabled=true", "--faroe.delivery.enabled=true",
				"--faroe.password.breach-check.enabled=false", "--faroe.password.argon2.memory=64KB",
				"--faroe.password.argon2.iterations=1", "--spring.mail.host=127.0.0.1",
				"--spring.mail.port=" + this.mail.getSmtp().getPort(), "--faroe.mail.from=shop@example.com",
				"--spring.autoconfigure.exclude=" + String.join(",",
						"org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
						"org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration",
						"org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration",
						"org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration"));
	}

}

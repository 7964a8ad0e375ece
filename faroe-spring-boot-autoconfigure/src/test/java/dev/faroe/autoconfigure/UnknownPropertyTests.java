package dev.faroe.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A property with a typing error is reported when the application starts, and nobody
 * else's is.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertyTests {

	private static final String MESSAGE = "Faroe does not know the property ";

	private final StandardEnvironment environment = new StandardEnvironment() {

		@Override
		protected void customizePropertySources(MutablePropertySources sources) {
		}

	};

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private void set(PropertySource<?> source) {
		this.environment.getPropertySources().addLast(source);
	}

	private void setVariables(Map<String, Object> variables) {
		set(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				variables));
	}

	private void setYaml(String yaml) throws IOException {
		new YamlPropertySourceLoader()
			.load("application.yml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.forEach(this::set);
	}

	private void check() {
		new UnknownPropertyWarning(this.environment, this.beanFactory).afterSingletonsInstantiated();
	}

	@Test
	void namesTheNearestPropertyForALineOfAFile(CapturedOutput output) throws IOException {
		setYaml("""
				faroe:
				  password:
				    argon2:
				      memroy: 9MB
				""");
		check();
		assertThat(output)
			.containsOnlyOnce(MESSAGE + "faroe.password.argon2.memroy and ignores it."
					+ " Did you mean faroe.password.argon2.memory?")
			.doesNotContain("9MB");
	}

	@Test
	void namesTheNearestPropertyForAnArgumentAndAVariable(CapturedOutput output) {
		set(new SimpleCommandLinePropertySource("--faroe.rest.credentials=secret"));
		setVariables(Map.of("FAROE_PASSWORD_ARGON2_MEMROY", "9MB", "FAROE_RATE_LIMIT_LOGN_CAPACITY", "3"));
		check();
		assertThat(output).contains(MESSAGE + "faroe.rest.credentials and", "Did you mean faroe.rest.credential?")
			.contains(MESSAGE + "faroe.password.argon2.memroy and", "Did you mean faroe.password.argon2.memory?")
			.contains(MESSAGE + "faroe.rate.limit.logn.capacity and", "Did you mean faroe.rate-limit.login.capacity?")
			.doesNotContain("secret");
	}

	@Test
	void knowsEverySpellingThatBootTakes(CapturedOutput output) throws IOException {
		setYaml("""
				faroe:
				  rest:
				    basePath: /auth
				    max_body_size: 1KB
				    previous-credentials: [one, two]
				    include: totp, users
				  rate-limit.login.capacity: 3
				  users:
				""");
		set(new SimpleCommandLinePropertySource("--faroe.encryption.keys[0]=key", "--faroe.enabled=true"));
		setVariables(Map.of("FAROE_RATELIMIT_LOGIN_CAPACITY", "3", "FAROE_RATE_LIMIT_USER_LOGIN_CAPACITY", "3",
				"FAROE_ENCRYPTION_KEYS_1", "key", "FAROE_REST_EXCLUDE", "totp"));
		check();
		assertThat(output).doesNotContain(MESSAGE);
	}

	@Test
	void leavesTheNamesOfOthersAlone(CapturedOutput output) throws IOException {
		setYaml("""
				faroe:
				  mail.from: us@example.com
				  rest.credential: ${FAROE_CREDENTAL}
				  rest.base-path: ${faroe.prefix:/auth}
				  prefix: /auth
				faroese.language: yes
				""");
		setVariables(Map.of("FAROE_CREDENTAL", "secret", "FAROE_PORT_4000_TCP_ADDR", "10.0.0.1", "FAROE_SERVICE_HOST",
				"10.0.0.1", "FAROE_HOME", "/opt/faroe"));
		this.beanFactory.registerSingleton("mail", new Mail());
		check();
		assertThat(output).doesNotContain(MESSAGE);
	}

	@Test
	void isDoneWhenTheApplicationStartsUnlessFaroeIsOff(CapturedOutput output) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues("faroe.users.email-require=true");
		runner.withPropertyValues("faroe.enabled=false").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(MESSAGE);
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(MESSAGE + "faroe.users.email-require and")
			.contains("Did you mean faroe.users.email-required?");
	}

	@ConfigurationProperties("faroe.mail")
	static final class Mail {

	}

	@Test
	void warnsOfNothingWhereTheMetadataIsMissing() throws IOException {
		try (URLClassLoader nothing = new URLClassLoader(new URL[0], null)) {
			KnownProperties known = new KnownProperties(nothing);
			assertThat(known.contains("faroe.unknown")).isTrue();
			assertThat(known.containsVariable("faroe.unknown")).isTrue();
		}
	}

}

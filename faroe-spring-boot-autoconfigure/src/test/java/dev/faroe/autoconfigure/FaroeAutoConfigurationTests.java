package dev.faroe.autoconfigure;

import java.time.Duration;
import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.password.NewPasswords;
import dev.faroe.password.PasswordService;
import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.breach.PwnedPasswordChecker;
import dev.faroe.password.hashing.MigratingPasswordEncoder;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;
import dev.faroe.security.TokenGenerator;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import dev.faroe.user.UserService;
import dev.faroe.web.FaroeRoutes;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.security.authentication.password.CompromisedPasswordDecision;
import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * What the starter sets up in an application without a web server.
 */
@Tag("one-jdk")
class FaroeAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class, DataR2dbcAutoConfiguration.class,
				R2dbcTransactionManagerAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.r2dbc.schema-check.enabled=false");

	@Test
	void setsUpServicesWithoutRestApi() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			for (Class<?> type : new Class<?>[] { UserService.class, PasswordService.class, RateLimiter.class,
					RateLimits.class, PasswordEncoder.class, PasswordHasher.class, NewPasswords.class,
					TokenGenerator.class, ReactiveCompromisedPasswordChecker.class }) {
				assertThat(context).hasSingleBean(type);
			}
			assertThat(context).doesNotHaveBean(FaroeRoutes.class);
		});
	}

	@Test
	void servicesWorkWithoutHttp() {
		this.runner.withPropertyValues("faroe.password.breach-check.enabled=false").run((context) -> {
			UserService users = context.getBean(UserService.class);
			PasswordService passwords = context.getBean(PasswordService.class);
			StepVerifier
				.create(users.create("Ann@Example.com", "a long enough password", null)
					.delayUntil((user) -> passwords.verify(user.id(), "a long enough password", "192.0.2.1"))
					.flatMap((user) -> users.authenticate("ann@example.com", "a long enough password", null)))
				.assertNext((user) -> assertThat(user.email()).isEqualTo("ann@example.com"))
				.verifyComplete();
			StepVerifier.create(users.get("unknown"))
				.verifyErrorMatches(
						(ex) -> ex instanceof FaroeException failure && failure.error() == FaroeError.NOT_FOUND);
		});
	}

	@Test
	void backsOffAsAWhole() {
		this.runner.withPropertyValues("faroe.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean(UserService.class);
			assertThat(context).doesNotHaveBean(PasswordEncoder.class);
			assertThat(context).doesNotHaveBean(RateLimiter.class);
			assertThat(context).doesNotHaveBean(FaroeProperties.class);
		});
	}

	@Test
	void leavesTheBeansOfBootAlone() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(R2dbcEntityTemplate.class);
			assertThat(context).hasSingleBean(ReactiveTransactionManager.class);
			assertThat(context).hasSingleBean(ConnectionFactory.class);
		});
	}

	@Test
	void keepsItsEncoderAndCheckerFromTheLogInOfTheApplication() {
		this.runner.run((context) -> {
			InjectionPoint injected = new InjectionPoint();
			context.getAutowireCapableBeanFactory().autowireBean(injected);
			assertThat(injected.encoder).isNull();
			assertThat(injected.checker).isNull();
		});
	}

	@Test
	void usesTheEncoderOfTheApplication() {
		this.runner.withUserConfiguration(ApplicationEncoder.class).run((context) -> {
			assertThat(context).hasSingleBean(PasswordEncoder.class);
			StepVerifier.create(context.getBean(PasswordHasher.class).hash("secret"))
				.assertNext((hash) -> assertThat(hash).startsWith("{bcrypt}"))
				.verifyComplete();
		});
	}

	@Test
	void usesTheCheckerOfTheApplication() {
		this.runner.withUserConfiguration(ApplicationChecker.class).run((context) -> {
			assertThat(context).hasSingleBean(ReactiveCompromisedPasswordChecker.class);
			StepVerifier
				.create(context.getBean(UserService.class).create("ann@example.com", "a long enough password", null))
				.verifyErrorMatches(
						(ex) -> ex instanceof FaroeException failure && failure.error() == FaroeError.WEAK_PASSWORD);
		});
	}

	@Test
	void usesTheServicesOfTheApplication() {
		this.runner.withBean("users", UserService.class, () -> mock(UserService.class))
			.withBean("passwords", PasswordService.class, () -> mock(PasswordService.class))
			.withBean("rateLimiter", RateLimiter.class, () -> mock(RateLimiter.class))
			.withBean("limits", RateLimits.class, FaroeAutoConfigurationTests::someLimits)
			.withBean("tokens", TokenGenerator.class, TokenGenerator::new)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				for (String name : context.getBeanNamesForType(Object.class)) {
					assertThat(name).isNotIn("faroeUserService", "faroePasswordService", "faroeRateLimiter",
							"faroeRateLimits", "faroeTokenGenerator");
				}
			});
	}

	private static RateLimits someLimits() {
		RateLimit limit = RateLimit.bucket("limit", 1, Duration.ofSeconds(1));
		return new RateLimits(limit, limit, limit, limit, limit, limit, limit, limit);
	}

	@Test
	void checksNoBreachesIfToldNotTo() {
		this.runner.withPropertyValues("faroe.password.breach-check.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveCompromisedPasswordChecker.class));
	}

	@Test
	void checksNoBreachesWithoutWebClient() {
		this.runner.withClassLoader(new FilteredClassLoader(WebClient.class)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean(PwnedPasswordChecker.class);
		});
	}

	@Test
	void looksForTheFasterEngineUnlessTheApplicationHashesItself() {
		this.runner.run((context) -> assertThat(context).hasBean("faroeEngineChoice"));
		this.runner.withBean(PasswordEncoder.class, PasswordEncoderFactories::createDelegatingPasswordEncoder)
			.run((context) -> assertThat(context).doesNotHaveBean("faroeEngineChoice"));
	}

	@Test
	void startsWhenTheApplicationsEncoderHasTheNameOfOurs() {
		this.runner.withBean(MigratingPasswordEncoder.BEAN_NAME, PasswordEncoder.class, BCryptPasswordEncoder::new)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PasswordHasher.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "java" })
	void usesTheEngineOfTheProperty(String engine) {
		this.runner.withPropertyValues("faroe.password.argon2.engine=" + engine)
			.run((context) -> assertThat(context.getBean(MigratingPasswordEncoder.class).current().engine())
				.isEqualTo(Argon2Engine.valueOf(engine.toUpperCase(Locale.ROOT))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "faroe.rest.base-path=auth", "faroe.rest.base-path=/auth/", "faroe.rest.base-path=/{a}",
			"faroe.rest.max-body-size=0B", "faroe.rest.request-timeout=0s", "faroe.rest.include=nonsense",
			"faroe.password.argon2.engine=fast", "faroe.password.argon2.iterations=0",
			"faroe.password.hashing.threads=0", "faroe.password.hashing.queue-capacity=-1",
			"faroe.password.breach-check.timeout=-1s", "faroe.password.breach-check.failure-threshold=0",
			"faroe.users.max-per-page=0", "faroe.users.max-per-page=100001", "faroe.totp.max-credentials=0",
			"faroe.totp.max-consecutive-failures=1000001", "faroe.events.queue-capacity=0",
			"faroe.cleanup.batch-size=0", "faroe.cleanup.interval=-1s", "faroe.rate-limit.request-attempts=1001",
			"faroe.password.argon2.parallelism=0", "faroe.password.hashing.threads=1025", "faroe.r2dbc.schema=Public",
			"faroe.r2dbc.table-prefix=current_", "faroe.r2dbc.pool.max-size=1001", "faroe.r2dbc.pool.initial-size=0",
			"faroe.rate-limit.max-entries=0", "faroe.rate-limit.login.capacity=0", "faroe.rate-limit.login.period=0s",
			"faroe.r2dbc.initialize-schema=sometimes" })
	void refusesPropertiesOutOfRange(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("faroe");
		});
	}

	/**
	 * Whether or not the application has a library that validates annotations.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			faroe.users.max-per-page=0              | maxPerPage must be between 1 and 100000
			faroe.password.argon2.memory=1KB        | memory must be between 8 times the parallelism and 1048576 KiB
			faroe.password.argon2.memory=9TB        | memory must be between 8 times the parallelism and 1048576 KiB
			faroe.rate-limit.login.capacity=0       | the capacity of the limit login must be positive
			faroe.rate-limit.user-login.period=0s   | the period of the limit user-login must be positive
			faroe.rate-limit.totp.period=400000d    | the period of the limit totp must be at most 36500 days""")
	void saysWhichPropertyIsOutOfRange(String property, String reason) {
		String prefix = property.substring(0, property.lastIndexOf('.'));
		// Boot makes its description of exceptions of this type, which have the name.
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("BindException: Failed to bind properties under '" + prefix + "'")
				.rootCause()
				.hasMessage(reason));
	}

	static class InjectionPoint {

		@Autowired(required = false)
		@Nullable PasswordEncoder encoder;

		@Autowired(required = false)
		@Nullable ReactiveCompromisedPasswordChecker checker;

	}

	@Configuration(proxyBeanMethods = false)
	static class ApplicationEncoder {

		@Bean
		PasswordEncoder passwordEncoder() {
			return PasswordEncoderFactories.createDelegatingPasswordEncoder();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ApplicationChecker {

		@Bean
		ReactiveCompromisedPasswordChecker checker() {
			return (password) -> Mono.just(new CompromisedPasswordDecision(true));
		}

	}

}

package dev.faroe.testkit;

import java.util.List;

import dev.faroe.ratelimit.RateLimiter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each part of the kit can be left to the application.
 */
class SettingsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FaroeTestAutoConfiguration.class));

	@Test
	void everythingIsThereByDefault() {
		with(settings(AllOfIt.class)).run((context) -> {
			assertThat(context).hasSingleBean(NoLimits.class)
				.hasSingleBean(TestClock.class)
				.hasSingleBean(SentCodes.class);
			Environment environment = context.getEnvironment();
			assertThat(environment.getProperty("faroe.password.breach-check.enabled")).isEqualTo("false");
			assertThat(environment.getProperty("faroe.password.argon2.engine")).isEqualTo("java");
			assertThat(environment.getProperty("faroe.mail.notices")).isEqualTo("false");
		});
	}

	@Test
	void everyPartCanBeTheApplications() {
		with(settings(NoneOfIt.class)).run((context) -> {
			assertThat(context).doesNotHaveBean(RateLimiter.class).doesNotHaveBean(SentCodes.class);
			Environment environment = context.getEnvironment();
			assertThat(environment.containsProperty("faroe.password.breach-check.enabled")).isFalse();
			assertThat(environment.containsProperty("faroe.password.argon2.engine")).isFalse();
			assertThat(environment.containsProperty("faroe.mail.notices")).isFalse();
		});
	}

	@Test
	void nothingIsThereWithoutFaroe() {
		with(settings(AllOfIt.class)).withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RateLimiter.class)
				.doesNotHaveBean(TestClock.class)
				.doesNotHaveBean(SentCodes.class)
				.doesNotHaveBean(MockedUserStates.class));
	}

	@Test
	void applicationNeedsNeitherWebFluxNorSpringSecurity() {
		with(settings(AllOfIt.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.web", "org.springframework.security.web"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TestClock.class));
	}

	@Test
	void testsWithTheSameSettingsShareAnApplication() {
		assertThat(settings(AllOfIt.class)).isEqualTo(settings(Heir.class)).isNotEqualTo(settings(NoneOfIt.class));
	}

	@Test
	void testsWithoutTheAnnotationHaveNoSettings() {
		assertThat(settings(SettingsTests.class)).isNull();
	}

	private static FaroeContextCustomizerFactory.@Nullable Settings settings(Class<?> test) {
		return (FaroeContextCustomizerFactory.Settings) new FaroeContextCustomizerFactory()
			.createContextCustomizer(test, List.of());
	}

	private ApplicationContextRunner with(FaroeContextCustomizerFactory.@Nullable Settings settings) {
		assertThat(settings).isNotNull();
		return this.runner.withInitializer((context) -> settings.putInto(context.getEnvironment()));
	}

	@AutoConfigureFaroe
	static class AllOfIt {

	}

	static class Heir extends AllOfIt {

	}

	@AutoConfigureFaroe(limits = true, breachCheck = true, cheapHashing = false, mail = true)
	static class NoneOfIt {

	}

}

package dev.faroe.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Turns what {@link AutoConfigureFaroe} says into properties.
 */
final class FaroeContextCustomizerFactory implements ContextCustomizerFactory {

	/** Outside of what Faroe knows the properties of. */
	static final String LIMITS = "dev.faroe.testkit.limits";

	/** As {@link #LIMITS}. */
	static final String MAIL = "dev.faroe.testkit.mail";

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		AutoConfigureFaroe annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				AutoConfigureFaroe.class);
		return (annotation != null) ? new Settings(annotation.limits(), annotation.breachCheck(),
				annotation.cheapHashing(), annotation.mail()) : null;
	}

	/**
	 * A record, so that test classes with the same settings share an application.
	 */
	record Settings(boolean limits, boolean breachCheck, boolean cheapHashing,
			boolean mail) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
			putInto(context.getEnvironment());
		}

		void putInto(ConfigurableEnvironment environment) {
			MutablePropertySources sources = environment.getPropertySources();
			MapPropertySource settings = new MapPropertySource("Faroe Test Kit", properties());
			// What a test sets itself comes first of all.
			if (sources.contains(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
				sources.addBefore(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, settings);
			}
			else {
				sources.addFirst(settings);
			}
		}

		private Map<String, Object> properties() {
			Map<String, Object> properties = new HashMap<>();
			properties.put(LIMITS, this.limits);
			properties.put(MAIL, this.mail);
			if (!this.mail) {
				properties.put("faroe.mail.notices", false);
			}
			if (!this.breachCheck) {
				properties.put("faroe.password.breach-check.enabled", false);
			}
			if (this.cheapHashing) {
				properties.put("faroe.password.argon2.engine", "java");
				properties.put("faroe.password.argon2.memory", "8KB");
				properties.put("faroe.password.argon2.iterations", 1);
				properties.put("faroe.password.argon2.parallelism", 1);
			}
			return properties;
		}

	}

}

package dev.faroe.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.faroe.FaroeException;
import dev.faroe.password.hashing.MigratingPasswordEncoder;
import dev.faroe.web.RestProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for what the application tells about Faroe at {@code /info}.
 */
@AutoConfiguration
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnEnabledInfoContributor("faroe")
@EnableConfigurationProperties(RestProperties.class)
final class FaroeInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "faroeInfoContributor")
	InfoContributor faroeInfoContributor(RestProperties rest,
			@Qualifier(MigratingPasswordEncoder.BEAN_NAME) ObjectProvider<MigratingPasswordEncoder> encoder) {
		Map<String, Object> details = new LinkedHashMap<>();
		// There is none outside a jar.
		String version = FaroeException.class.getPackage().getImplementationVersion();
		if (version != null) {
			details.put("version", version);
		}
		details.put("groups", rest.enabled() ? groups(rest) : List.of());
		encoder.ifAvailable((argon2) -> details.put("argon2Engine", name(argon2.engine())));
		return (info) -> info.withDetail("faroe", details);
	}

	private static List<String> groups(RestProperties rest) {
		return rest.groups().stream().map(FaroeInfoAutoConfiguration::name).toList();
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

package dev.faroe.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.faroe.FaroeException;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import dev.faroe.password.hashing.MigratingPasswordEncoder;
import dev.faroe.web.FaroeRoutes;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for what the application tells about Faroe at {@code /info}.
 */
@AutoConfiguration(afterName = "dev.faroe.web.RestAutoConfiguration")
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnEnabledInfoContributor("faroe")
final class FaroeInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "faroeInfoContributor")
	InfoContributor faroeInfoContributor(ObjectProvider<FaroeRoutes> routes,
			@Qualifier(MigratingPasswordEncoder.BEAN_NAME) ObjectProvider<MigratingPasswordEncoder> encoder) {
		Map<String, Object> details = new LinkedHashMap<>();
		// There is none outside a jar.
		String version = FaroeException.class.getPackage().getImplementationVersion();
		if (version != null) {
			details.put("version", version);
		}
		details.put("groups",
				routes.stream().flatMap((all) -> all.groups().stream()).map(FaroeInfoAutoConfiguration::name).toList());
		Argon2idPasswordEncoder argon2 = encoder.stream()
			.map(MigratingPasswordEncoder::current)
			.findFirst()
			.orElse(null);
		return (info) -> info.withDetail("faroe", withEngine(details, argon2));
	}

	/**
	 * The engine changes when the application has found out which one is faster.
	 */
	private static Map<String, Object> withEngine(Map<String, Object> details,
			@Nullable Argon2idPasswordEncoder argon2) {
		if (argon2 == null) {
			return details;
		}
		Map<String, Object> all = new LinkedHashMap<>(details);
		all.put("argon2Engine", name(argon2.engine()));
		Map<String, Long> speeds = new TreeMap<>();
		argon2.speeds().forEach((engine, speed) -> speeds.put(name(engine), Math.round(speed)));
		all.put("hashesPerSecond", speeds);
		return all;
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

package dev.faroe.sample;

import java.util.List;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Leaves out what only the pages need where there are none, before anybody looks whether
 * its classes are there: the REST API alone loads none of them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PageAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final List<String> PREFIXES = List.of("org.springframework.boot.thymeleaf.",
			"org.springframework.boot.security.", "org.springframework.boot.mail.", "org.springframework.boot.session.",
			"dev.faroe.login.", "dev.faroe.flow.", "dev.faroe.mail.", "dev.faroe.passkey.",
			"dev.faroe.web.RestSecurityAutoConfiguration");

	/**
	 * Takes the sessions wherever there is a connection to Redis, whatever that is for.
	 */
	private static final String REDIS_SESSIONS = "org.springframework.boot.session.data.redis.";

	private boolean enabled = true;

	private boolean redisSessions = true;

	@Override
	public void setEnvironment(Environment environment) {
		this.enabled = environment.getProperty("sample.pages.enabled", Boolean.class, false);
		this.redisSessions = "redis".equalsIgnoreCase(environment.getProperty(RedisConfiguration.SESSIONS));
	}

	@Override
	public boolean[] match(String[] autoConfigurations, AutoConfigurationMetadata metadata) {
		boolean[] wanted = new boolean[autoConfigurations.length];
		for (int i = 0; i < wanted.length; i++) {
			String name = autoConfigurations[i];
			wanted[i] = name == null || isWanted(name);
		}
		return wanted;
	}

	private boolean isWanted(String name) {
		return (this.enabled || PREFIXES.stream().noneMatch(name::startsWith))
				&& (this.redisSessions || !name.startsWith(REDIS_SESSIONS));
	}

}

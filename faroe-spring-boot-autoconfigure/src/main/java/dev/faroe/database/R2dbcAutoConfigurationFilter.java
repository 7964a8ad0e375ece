package dev.faroe.database;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * Holds Boot's auto-configuration of a ConnectionFactory back in an application that has
 * none of its own and only has the driver because of Faroe. It would fail for want of a
 * URL, or connect to an embedded database that nobody asked for, and the latter would
 * keep Boot from configuring a DataSource. {@link HostR2dbcAutoConfiguration} brings it
 * back where the application has something for it.
 */
final class R2dbcAutoConfigurationFilter implements AutoConfigurationImportFilter, EnvironmentAware {

	static final String HELD_BACK = "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration";

	private Environment environment = new StandardEnvironment();

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Boot asks for all candidates at once, and for each class alone when another one
	 * imports it.
	 */
	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		boolean holdBack = autoConfigurationClasses.length > 1 && holdsBack(this.environment);
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		for (int index = 0; index < matches.length; index++) {
			matches[index] = !holdBack || !HELD_BACK.equals(autoConfigurationClasses[index]);
		}
		return matches;
	}

	static boolean holdsBack(Environment environment) {
		return OwnDatabaseCondition.matches(environment) && Stream.of("url", "name", "generate-unique-name")
			.map((name) -> environment.getProperty("spring.r2dbc." + name))
			.noneMatch(StringUtils::hasText);
	}

}

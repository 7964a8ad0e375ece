package dev.faroe.sample.pages;

import java.util.List;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out what only the pages need where there are none: the REST API alone then loads
 * no class of it.
 */
final class PageAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final List<String> PACKAGES = List.of("org.springframework.boot.thymeleaf.",
			"org.springframework.boot.security.", "org.springframework.boot.mail.",
			"org.springframework.boot.session.");

	private boolean enabled = true;

	@Override
	public void setEnvironment(Environment environment) {
		this.enabled = environment.getProperty("sample.pages.enabled", Boolean.class, false);
	}

	@Override
	public boolean[] match(String[] autoConfigurations, AutoConfigurationMetadata metadata) {
		boolean[] wanted = new boolean[autoConfigurations.length];
		for (int i = 0; i < wanted.length; i++) {
			String name = autoConfigurations[i];
			wanted[i] = this.enabled || name == null || PACKAGES.stream().noneMatch(name::startsWith);
		}
		return wanted;
	}

}

package dev.faroe.autoconfigure;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Warns of properties that look like Faroe's and are not, wherever they are set: a limit
 * with a typing error in its name is no limit. A name is somebody else's, and no reason
 * for a warning, when it has another {@link ConfigurationProperties} or when the value of
 * a property refers to it. Environment variables have to be very much like one of
 * Faroe's, because container platforms make up many that start with the name of a
 * service. Values are never logged.
 */
final class UnknownPropertyWarning implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnknownPropertyWarning.class);

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("faroe");

	private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:}]+)");

	/** Greatest number of wrong characters in an environment variable of Faroe's. */
	private static final int MAX_DISTANCE = 3;

	private final ConfigurableEnvironment environment;

	private final ListableBeanFactory beanFactory;

	private final KnownProperties known = new KnownProperties(UnknownPropertyWarning.class.getClassLoader());

	UnknownPropertyWarning(ConfigurableEnvironment environment, ListableBeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> unknown = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
				iterable.stream()
					.filter(PREFIX::isAncestorOf)
					.map(Object::toString)
					.filter((name) -> variables ? isUnknownVariable(name) : !this.known.contains(name))
					.forEach(unknown::add);
			}
		}
		if (!unknown.isEmpty()) {
			Set<String> others = prefixesOfOthers();
			Set<String> references = references();
			unknown.stream()
				.filter((name) -> others.stream().noneMatch((prefix) -> (name + ".").startsWith(prefix + ".")))
				.filter((name) -> !references.contains(comparable(name)))
				.forEach((name) -> logger.warn("Faroe does not know the property " + name
						+ " and ignores it. Did you mean " + this.known.nearest(name) + "?"));
		}
	}

	private boolean isUnknownVariable(String name) {
		return !this.known.containsVariable(name)
				&& KnownProperties.distance(name, this.known.nearest(name)) <= MAX_DISTANCE;
	}

	private Set<String> prefixesOfOthers() {
		Set<String> prefixes = new TreeSet<>();
		for (String bean : this.beanFactory.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
			if (!this.known.isOwn(this.beanFactory.getType(bean, false))) {
				ConfigurationProperties properties = this.beanFactory.findAnnotationOnBean(bean,
						ConfigurationProperties.class, false);
				prefixes.add((properties != null) ? properties.prefix() : "");
			}
		}
		return prefixes;
	}

	private Set<String> references() {
		return this.environment.getPropertySources()
			.stream()
			.filter(EnumerablePropertySource.class::isInstance)
			.map(EnumerablePropertySource.class::cast)
			.flatMap((source) -> Set.of(source.getPropertyNames()).stream().map(source::getProperty))
			.filter(Objects::nonNull)
			.flatMap((value) -> REFERENCE.matcher(value.toString()).results())
			.map((MatchResult reference) -> comparable(reference.group(1)))
			.collect(Collectors.toSet());
	}

	/** An environment variable and the name that Boot makes of it are the same. */
	private static String comparable(String name) {
		return ConfigurationPropertyName.adapt(name.strip().replace('_', '.'), '.').toString().replace("-", "");
	}

}

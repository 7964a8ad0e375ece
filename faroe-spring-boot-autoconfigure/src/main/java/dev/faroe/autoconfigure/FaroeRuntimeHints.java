package dev.faroe.autoconfigure;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.faroe.sql.RepositoryRuntimeHints;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.core.type.filter.TypeFilter;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;
import org.springframework.util.ClassUtils;

/**
 * What a native image needs of Faroe: its resources, its repositories and what implements
 * parts of them. They are looked for, so that no feature has to be named.
 */
final class FaroeRuntimeHints implements RuntimeHintsRegistrar {

	private static final String PACKAGE = "dev.faroe";

	private static final Pattern FRAGMENT = Pattern.compile("dev\\.faroe\\..*\\.Sql\\w+");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern(KnownProperties.METADATA)
			.registerPattern("dev/faroe/db/migration/**")
			.registerPattern("dev/faroe/password/common-passwords.txt");
		types(new AssignableTypeFilter(Repository.class), classLoader).filter(Class::isInterface)
			.filter((type) -> !type.isAnnotationPresent(NoRepositoryBean.class))
			.forEach((repository) -> RepositoryRuntimeHints.register(hints, repository));
		types(new RegexPatternTypeFilter(FRAGMENT), classLoader).forEach((fragment) -> hints.reflection()
			.registerForInterfaces(fragment, (type) -> type.withMembers(MemberCategory.INVOKE_PUBLIC_METHODS))
			.registerType(fragment, MemberCategory.INVOKE_PUBLIC_METHODS));
	}

	private static Stream<Class<?>> types(TypeFilter filter, @Nullable ClassLoader classLoader) {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {

			@Override
			protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
				return true;
			}

		};
		scanner.setResourceLoader(new DefaultResourceLoader(classLoader));
		scanner.addIncludeFilter(filter);
		return scanner.findCandidateComponents(PACKAGE)
			.stream()
			.<Class<?>>map((definition) -> ClassUtils.resolveClassName(String.valueOf(definition.getBeanClassName()),
					classLoader));
	}

}

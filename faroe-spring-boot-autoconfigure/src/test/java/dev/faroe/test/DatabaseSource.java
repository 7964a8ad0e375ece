package dev.faroe.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Each {@link TestDatabase}, or the one that the property {@code test.endpoints} names.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ArgumentsSource(DatabaseSource.Databases.class)
public @interface DatabaseSource {

	/**
	 * Provides the databases.
	 */
	final class Databases implements ArgumentsProvider {

		@Override
		public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters,
				ExtensionContext context) {
			String only = System.getProperty("test.endpoints");
			Stream<TestDatabase> databases = (only != null) ? Stream.of(TestDatabase.valueOf(only))
					: Arrays.stream(TestDatabase.values());
			return databases.map(Arguments::of);
		}

	}

}

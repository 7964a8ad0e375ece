package dev.faroe;

import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.DefaultRepositoryMetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.proxies;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

/**
 * What a native image is told about reflection, proxies and resources.
 */
@Tag("one-jdk")
class RuntimeHintsTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.faroe");

	private final RuntimeHints hints = hints();

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		ClassLoader classLoader = RuntimeHintsTests.class.getClassLoader();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories", classLoader)
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("dev.faroe."))
			.forEach((registrar) -> registrar.registerHints(hints, classLoader));
		return hints;
	}

	@ParameterizedTest
	@ValueSource(strings = { "dev/faroe/openapi.json", "dev/faroe/password/common-passwords.txt",
			"dev/faroe/mail/templates/log-in_de.html", "dev/faroe/mail/templates/phrases.properties",
			"dev/faroe/db/migration/h2/V1__faroe_schema.sql", "dev/faroe/db/migration/postgresql/V1__faroe_schema.sql",
			"dev/faroe/db/migration/h2/V2__codes_and_limits.sql",
			"dev/faroe/db/migration/postgresql/V2__codes_and_limits.sql",
			"dev/faroe/db/migration/h2/V3__sessions_and_log_in.sql", "dev/faroe/db/migration/h2/V4__passkeys.sql",
			"dev/faroe/db/migration/postgresql/V3__count_of_users.sql",
			"dev/faroe/db/migration/postgresql/V4__sessions_and_log_in.sql",
			"dev/faroe/db/migration/postgresql/V5__passkeys.sql", "linux64/libsodium.so", "mac_arm/libsodium.dylib",
			"windows64/libsodium.dll", "com/sun/jna/linux-x86-64/libjnidispatch.so" })
	void resourcesAreIncluded(String path) {
		assertThat(new ClassPathResource(path).exists()).isTrue();
		assertThat(resource().forResource(path)).accepts(this.hints);
	}

	@Test
	void repositoriesAreProxied() {
		FaroeServer server = FaroeServer.shared(TestDatabase.H2);
		List<Class<?>> repositories = repositories();
		Class<?>[] bean = server.bean("faroePasswordRepository").getClass().getInterfaces();
		assertThat(repositories).contains(bean[0]);
		assertThat(repositories).hasSizeGreaterThan(5);
		for (Class<?> repository : repositories) {
			Class<?>[] interfaces = bean.clone();
			interfaces[0] = repository;
			assertThat(proxies().forInterfaces(interfaces)).as("%s", List.of(interfaces)).accepts(this.hints);
			assertThat(reflection().onType(repository).withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
				.accepts(this.hints);
		}
	}

	@Test
	void fragmentsAreCalled() {
		List<JavaClass> fragments = CLASSES.stream()
			.filter((type) -> !type.isInterface() && type.getInterfaces()
				.stream()
				.anyMatch((implemented) -> repositories().stream()
					.anyMatch((repository) -> implemented.toErasure().isAssignableFrom(repository))))
			.toList();
		assertThat(fragments).isNotEmpty();
		fragments.stream()
			.flatMap((fragment) -> fragment.getInterfaces().stream().map(JavaType::toErasure))
			.map(JavaClass::reflect)
			.forEach((fragment) -> assertThat(
					reflection().onType(fragment).withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
				.accepts(this.hints));
	}

	@Test
	void rowsAreMapped() {
		for (Class<?> repository : repositories()) {
			Class<?> row = new DefaultRepositoryMetadata(repository).getDomainType();
			assertThat(reflection().onConstructorInvocation(row.getDeclaredConstructors()[0])).as(row.getName())
				.accepts(this.hints);
			Stream.of(row.getRecordComponents())
				.forEach((component) -> assertThat(reflection().onMethodInvocation(component.getAccessor()))
					.as("%s", component)
					.accepts(this.hints));
		}
	}

	@Test
	void bodiesAreWritten() {
		List<Class<?>> bodies = CLASSES.stream()
			.filter((type) -> type.isRecord() && type.getSimpleName().endsWith("Body"))
			.<Class<?>>map(JavaClass::reflect)
			.toList();
		assertThat(bodies).hasSizeGreaterThan(5);
		for (Class<?> body : bodies) {
			Stream.of(body.getRecordComponents())
				.forEach((component) -> assertThat(reflection().onMethodInvocation(component.getAccessor()))
					.as("%s", component)
					.accepts(this.hints));
		}
	}

	@Test
	void nativeEngineIsReachedThroughJna() {
		assertThat(reflection().onType(TypeReference.of("dev.faroe.password.argon2.Libsodium"))
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_METHODS)).accepts(this.hints);
		assertThat(reflection().onType(TypeReference.of("dev.faroe.password.argon2.Libsodium$SizeT"))
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
	}

	private static List<Class<?>> repositories() {
		return CLASSES.stream()
			.filter((type) -> type.isInterface() && type.isAssignableTo(Repository.class)
					&& !type.isAnnotatedWith(NoRepositoryBean.class))
			.<Class<?>>map(JavaClass::reflect)
			.toList();
	}

}

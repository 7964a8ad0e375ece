package dev.faroe.autoconfigure;

import java.util.List;

import dev.faroe.emailupdate.EmailUpdateRepository;
import dev.faroe.emailverification.EmailVerificationRepository;
import dev.faroe.password.PasswordRepository;
import dev.faroe.passwordreset.PasswordResetRepository;
import dev.faroe.recovery.RecoveryCodeRepository;
import dev.faroe.totp.SqlTotpImport;
import dev.faroe.totp.TotpCredentialRepository;
import dev.faroe.user.SqlUserImport;
import dev.faroe.user.SqlUserListing;
import dev.faroe.user.SqlUserLookup;
import dev.faroe.user.UserRepository;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.DecoratingProxy;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.DefaultRepositoryMetadata;
import org.springframework.transaction.interceptor.TransactionalProxy;

/**
 * What a native image needs for the database: the migrations, and the repositories, which
 * Spring Data does not find because they are built by hand.
 */
final class DatabaseRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> REPOSITORIES = List.of(UserRepository.class, PasswordRepository.class,
			EmailVerificationRepository.class, EmailUpdateRepository.class, PasswordResetRepository.class,
			TotpCredentialRepository.class, RecoveryCodeRepository.class);

	/** What implements the methods that are not a query. */
	private static final List<Class<?>> FRAGMENTS = List.of(SqlUserLookup.class, SqlUserListing.class,
			SqlUserImport.class, SqlTotpImport.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern(FaroeSchemaInitializer.MIGRATIONS + "**");
		BindingReflectionHintsRegistrar entities = new BindingReflectionHintsRegistrar();
		for (Class<?> repository : REPOSITORIES) {
			hints.reflection().registerType(repository, MemberCategory.INVOKE_PUBLIC_METHODS);
			hints.proxies()
				.registerJdkProxy(repository, Repository.class, TransactionalProxy.class, Advised.class,
						DecoratingProxy.class);
			entities.registerReflectionHints(hints.reflection(),
					new DefaultRepositoryMetadata(repository).getDomainType());
		}
		FRAGMENTS.forEach((fragment) -> hints.reflection()
			.registerForInterfaces(fragment, (type) -> type.withMembers(MemberCategory.INVOKE_PUBLIC_METHODS))
			.registerType(fragment, MemberCategory.INVOKE_PUBLIC_METHODS));
	}

}

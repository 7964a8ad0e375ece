package dev.faroe.sql;

import org.springframework.aop.framework.Advised;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.core.DecoratingProxy;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.DefaultRepositoryMetadata;
import org.springframework.transaction.interceptor.TransactionalProxy;

/**
 * What a native image needs for a repository, which Spring Data does not find because it
 * is built by hand.
 */
public final class RepositoryRuntimeHints {

	private RepositoryRuntimeHints() {
	}

	/**
	 * Register a repository.
	 * @param hints where to
	 * @param repository the interface of the repository
	 */
	public static void register(RuntimeHints hints, Class<?> repository) {
		hints.reflection().registerType(repository, MemberCategory.INVOKE_PUBLIC_METHODS);
		hints.proxies()
			.registerJdkProxy(repository, Repository.class, TransactionalProxy.class, Advised.class,
					DecoratingProxy.class);
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
				new DefaultRepositoryMetadata(repository).getDomainType());
	}

}

package dev.faroe.sql;

import java.util.List;

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
 * What a native image needs for a repository, which Spring Data does not find because it
 * is built by hand. Each feature extends it for its own.
 */
public abstract class RepositoryRuntimeHints implements RuntimeHintsRegistrar {

	private final Class<?> repository;

	private final List<Class<?>> fragments;

	/**
	 * Create hints.
	 * @param repository the interface of the repository
	 * @param fragments what implements the methods that are not a statement
	 */
	protected RepositoryRuntimeHints(Class<?> repository, Class<?>... fragments) {
		this.repository = repository;
		this.fragments = List.of(fragments);
	}

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerType(this.repository, MemberCategory.INVOKE_PUBLIC_METHODS);
		hints.proxies()
			.registerJdkProxy(this.repository, Repository.class, TransactionalProxy.class, Advised.class,
					DecoratingProxy.class);
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
				new DefaultRepositoryMetadata(this.repository).getDomainType());
		this.fragments.forEach((fragment) -> hints.reflection()
			.registerForInterfaces(fragment, (type) -> type.withMembers(MemberCategory.INVOKE_PUBLIC_METHODS))
			.registerType(fragment, MemberCategory.INVOKE_PUBLIC_METHODS));
	}

}

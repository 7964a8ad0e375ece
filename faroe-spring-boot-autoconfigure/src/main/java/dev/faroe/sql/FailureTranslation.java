package dev.faroe.sql;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryProxyPostProcessor;

/**
 * Translates what the statements of repositories signal, so that no service has to.
 */
final class FailureTranslation implements RepositoryProxyPostProcessor, MethodInterceptor {

	@Override
	public void postProcess(ProxyFactory factory, RepositoryInformation repository) {
		factory.addAdvice(this);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object result = invocation.proceed();
		if (result instanceof Mono<?> mono) {
			return mono.onErrorMap(DatabaseFailures::translate);
		}
		if (result instanceof Flux<?> flux) {
			return flux.onErrorMap(DatabaseFailures::translate);
		}
		return result;
	}

}

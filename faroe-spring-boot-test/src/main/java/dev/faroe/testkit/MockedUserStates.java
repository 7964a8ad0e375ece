package dev.faroe.testkit;

import dev.faroe.accountstate.AccountState;
import dev.faroe.accountstate.AccountStateService;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets the {@link AccountStateService} know the user whom a test has put into a request:
 * the check of sessions and factors asks it, and would not find somebody who is not in
 * the database. Every other user, and every change, is the service's own.
 */
final class MockedUserStates implements BeanPostProcessor {

	/**
	 * Put the state of a user into the context of a request.
	 */
	static Context put(Context context, AccountState state) {
		return context.put(AccountState.class, state);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof AccountStateService)) {
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) MockedUserStates::invoke);
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	private static @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object result = invocation.proceed();
		return (invocation.getMethod().getName().equals("get") && result instanceof Mono<?> found)
				? mockedOr(found, invocation.getArguments()[0]) : result;
	}

	private static Mono<?> mockedOr(Mono<?> found, @Nullable Object userId) {
		return Mono.deferContextual((context) -> {
			AccountState mocked = context.getOrDefault(AccountState.class, null);
			return (mocked != null && mocked.userId().equals(userId)) ? Mono.just(mocked) : found;
		});
	}

}

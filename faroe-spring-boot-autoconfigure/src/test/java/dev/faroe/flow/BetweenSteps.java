package dev.faroe.flow;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.user.UserService;
import org.aopalliance.intercept.MethodInterceptor;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets tests do something between the steps of a flow.
 */
final class BetweenSteps implements BeanPostProcessor {

	private static final AtomicReference<Mono<Void>> beforeRead = new AtomicReference<>(Mono.empty());

	private static final AtomicReference<Mono<Void>> afterRemoval = new AtomicReference<>(Mono.empty());

	static void doNothing() {
		beforeRead.set(Mono.empty());
		afterRemoval.set(Mono.empty());
	}

	/**
	 * Do something before a user is read, once.
	 */
	static void beforeRead(Mono<Void> action) {
		beforeRead.set(action);
	}

	/**
	 * Do something after second factors were removed, once.
	 */
	static void afterRemoval(Mono<Void> action) {
		afterRemoval.set(action);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof UserService) {
			return proxy(bean, "get", (read) -> once(beforeRead).then(read));
		}
		return (bean instanceof RecoveryCodeService)
				? proxy(bean, "deleteSecondFactors", (removal) -> removal.then(once(afterRemoval))) : bean;
	}

	private static Mono<Void> once(AtomicReference<Mono<Void>> action) {
		return Mono.defer(() -> action.getAndSet(Mono.empty()));
	}

	private static Object proxy(Object bean, String method, Function<Mono<Object>, Mono<?>> around) {
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) (call) -> {
			Object result = call.proceed();
			return (call.getMethod().getName().equals(method) && result instanceof Mono<?> mono)
					? around.apply(mono.cast(Object.class)) : result;
		});
		return factory.getProxy();
	}

}

package dev.faroe.observation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ReflectionUtils;

/**
 * Puts an observation around every call of Faroe's services, also those of an application
 * that extends them. The name of an observation is made of the names of the service and
 * the method: {@code UserService.create} is {@code faroe.user.create}.
 */
final class ServiceObservations extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements SmartInitializingSingleton {

	private static final long serialVersionUID = 1L;

	/** By their names, for those of a feature that is off must not be loaded. */
	static final Map<String, String> SERVICES = Map.ofEntries(Map.entry("dev.faroe.user.UserService", "user"),
			Map.entry("dev.faroe.password.PasswordService", "password"),
			Map.entry("dev.faroe.passwordreset.PasswordResetService", "password.reset"),
			Map.entry("dev.faroe.emailverification.EmailVerificationService", "email.verification"),
			Map.entry("dev.faroe.emailupdate.EmailUpdateService", "email.update"),
			Map.entry("dev.faroe.totp.TotpService", "totp"),
			Map.entry("dev.faroe.totp.enrolment.TotpEnrolmentService", "totp.enrolment"),
			Map.entry("dev.faroe.recovery.RecoveryCodeService", "recovery.code"),
			Map.entry("dev.faroe.passkey.PasskeyService", "passkey"),
			Map.entry("dev.faroe.userdata.UserDataService", "user.data"),
			Map.entry("dev.faroe.logincode.LogInCodeService", "log.in.code"),
			Map.entry("dev.faroe.lockout.LockOutService", "lock.out"));

	private final transient Supplier<ObservationRegistry> registry;

	private final transient ServiceInterceptor interceptor = new ServiceInterceptor();

	ServiceObservations(Supplier<ObservationRegistry> registry) {
		setProxyTargetClass(true);
		this.registry = registry;
		this.advisor = new DefaultPointcutAdvisor(new ServiceMethods(), this.interceptor);
	}

	/**
	 * Asking for a bean takes locks, which the event loops that call services must not
	 * wait for.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.interceptor.registry = this.registry.get();
	}

	/**
	 * A service of the application that cannot be extended is left alone.
	 */
	@Override
	protected boolean isEligible(Class<?> targetClass) {
		return !Modifier.isFinal(targetClass.getModifiers()) && super.isEligible(targetClass);
	}

	/**
	 * Return the name of the observation of a method.
	 * @return the name, or {@code null} if it is no method of a service
	 */
	static @Nullable String name(Method method, Class<?> targetClass) {
		Class<?> service = service(targetClass);
		return (service != null && isServiceMethod(service, method))
				? "faroe." + SERVICES.get(service.getName()) + "." + dotted(method.getName()) : null;
	}

	private static @Nullable Class<?> service(Class<?> type) {
		Class<?> service = type;
		while (service != null && !SERVICES.containsKey(service.getName())) {
			service = service.getSuperclass();
		}
		return service;
	}

	private static boolean isServiceMethod(Class<?> service, Method method) {
		return Modifier.isPublic(method.getModifiers()) && Publisher.class.isAssignableFrom(method.getReturnType())
				&& ReflectionUtils.findMethod(service, method.getName(), method.getParameterTypes()) != null;
	}

	private static String dotted(String name) {
		return name.replaceAll("([A-Z])", ".$1").toLowerCase(Locale.ROOT);
	}

	private static final class ServiceMethods extends StaticMethodMatcherPointcut {

		ServiceMethods() {
			setClassFilter((type) -> service(type) != null);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return name(method, targetClass) != null;
		}

	}

	private static final class ServiceInterceptor implements MethodInterceptor {

		private final Map<Method, String> names = new ConcurrentHashMap<>();

		private volatile ObservationRegistry registry = ObservationRegistry.NOOP;

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object result = invocation.proceed();
			ObservationRegistry registry = this.registry;
			Object target = invocation.getThis();
			if (registry.isNoop() || target == null) {
				return result;
			}
			String name = this.names.computeIfAbsent(invocation.getMethod(),
					(method) -> String.valueOf(name(method, target.getClass())));
			if (result instanceof Mono<?> mono) {
				return ServiceCall.observe(mono, name, registry);
			}
			return (result instanceof Flux<?> flux) ? ServiceCall.observe(flux, name, registry) : result;
		}

	}

}

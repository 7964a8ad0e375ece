package dev.faroe.observation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.totp.TotpService;
import dev.faroe.totp.enrolment.TotpEnrolmentService;
import dev.faroe.user.UserService;
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
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Puts an observation around every call of Faroe's services, also those of an application
 * that extends them. The name of an observation is made of the names of the service and
 * the method: {@code UserService.create} is {@code faroe.user.create}.
 */
final class ServiceObservations extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements SmartInitializingSingleton {

	private static final long serialVersionUID = 1L;

	static final Map<Class<?>, String> SERVICES = services();

	private final transient Supplier<ObservationRegistry> registry;

	private final transient ServiceInterceptor interceptor = new ServiceInterceptor();

	ServiceObservations(Supplier<ObservationRegistry> registry) {
		setProxyTargetClass(true);
		this.registry = registry;
		this.advisor = new DefaultPointcutAdvisor(new ServiceMethods(), this.interceptor);
	}

	private static Map<Class<?>, String> services() {
		Map<Class<?>, String> services = new HashMap<>(Map.of(UserService.class, "user", PasswordService.class,
				"password", PasswordResetService.class, "password.reset", EmailVerificationService.class,
				"email.verification", EmailUpdateService.class, "email.update", TotpService.class, "totp",
				TotpEnrolmentService.class, "totp.enrolment", RecoveryCodeService.class, "recovery.code"));
		// Nothing of passkeys is loaded where there cannot be any.
		if (ClassUtils.isPresent("com.webauthn4j.WebAuthnManager", ServiceObservations.class.getClassLoader())) {
			services.put(PasskeyService.class, "passkey");
		}
		return Map.copyOf(services);
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
		return SERVICES.keySet()
			.stream()
			.filter((service) -> service.isAssignableFrom(targetClass))
			.filter((service) -> isServiceMethod(service, method))
			.findFirst()
			.map((service) -> "faroe." + SERVICES.get(service) + "." + dotted(method.getName()))
			.orElse(null);
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
			setClassFilter((type) -> SERVICES.keySet().stream().anyMatch((service) -> service.isAssignableFrom(type)));
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

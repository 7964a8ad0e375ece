package dev.faroe.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.faroe.FaroeConfigurationException;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.security.Secret;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;

/**
 * Auto-configuration for the REST API, as router functions. A property of it that is out
 * of range keeps the application from starting also where there is no REST API.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RestProperties.class)
final class RestAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RouterFunction.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnBooleanProperty("faroe.rest.enabled")
	static class Routes {

		private static final Log logger = LogFactory.getLog(RestAutoConfiguration.class);

		private static final String ROUTER_FUNCTION = "faroeRouterFunction";

		/** What can be guessed is shorter, however it is made up. */
		private static final int SAFE_LENGTH = 16;

		private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

		@Bean
		@ConditionalOnMissingBean
		FaroeServices faroeServices(UserService users, PasswordService passwords, RecoveryCodeService recoveryCodes,
				TotpService totp, EmailVerificationService emailVerifications, EmailUpdateService emailUpdates,
				PasswordResetService passwordResets, AccountStateService accountStates,
				ObjectProvider<PasskeyHandlers> passkeys) {
			return new FaroeServices(users, passwords, recoveryCodes, totp, emailVerifications, emailUpdates,
					passwordResets, accountStates, passkeys.getIfAvailable());
		}

		@Bean
		@ConditionalOnMissingBean
		FaroeRoutes faroeRoutes(RestProperties properties, FaroeServices services) {
			return new FaroeRoutes(properties, credentials(properties), services);
		}

		private static List<Secret> credentials(RestProperties rest) {
			List<Secret> credentials = new ArrayList<>();
			credentials.add(Secret.of(requireUsable("faroe.rest.credential", rest.credential())));
			for (String previous : rest.previousCredentials()) {
				credentials.add(Secret.of(requireUsable("faroe.rest.previous-credentials", previous)));
			}
			return credentials;
		}

		private static String requireUsable(String property, @Nullable String credential) {
			if (credential == null || credential.isBlank()) {
				throw new FaroeConfigurationException(
						"Faroe's REST API is enabled, but there is no credential that clients could prove themselves with.",
						"Set " + property + " to a long random text, or set faroe.rest.enabled to false to use Faroe's"
								+ " services without the REST API.");
			}
			if (!HEADER_VALUE.matcher(credential).matches()) {
				throw new FaroeConfigurationException(
						"The value of " + property + " cannot be sent in an Authorization header.", "Set " + property
								+ " to printable ASCII characters, without white space at the beginning or the end.");
			}
			if (credential.length() < SAFE_LENGTH) {
				logger.warn(property + " has fewer than " + SAFE_LENGTH
						+ " characters, so that it can be guessed. Set it to a long random text.");
			}
			return credential;
		}

		@Bean
		@ConditionalOnMissingBean(name = ROUTER_FUNCTION)
		RouterFunction<ServerResponse> faroeRouterFunction(FaroeRoutes routes) {
			return routes.documented();
		}

		/**
		 * Comes after all mappings of the application, which may have more to offer below
		 * the same path.
		 */
		@Bean
		@ConditionalOnMissingBean(name = "faroeUnknownPathMapping")
		@Nullable HandlerMapping faroeUnknownPathMapping(FaroeRoutes routes, RestProperties properties,
				@Qualifier("routerFunctionMapping") RouterFunctionMapping routerFunctions,
				ObjectProvider<DispatcherHandler> dispatcher) {
			if (!properties.claimsUnknownPaths()) {
				return null;
			}
			UnknownPathMapping mapping = new UnknownPathMapping(routes, dispatcher::getObject);
			mapping.setUseCaseSensitiveMatch(routerFunctions.getPathPatternParser().isCaseSensitive());
			return mapping;
		}

		@Bean
		@ConditionalOnMissingBean
		FaroeExchanges faroeExchanges(FaroeRoutes routes, ObjectProvider<DispatcherHandler> dispatcher,
				ApplicationContext context) {
			return new FaroeExchanges(routes, dispatcher::getObject, context);
		}

		@Bean
		@ConditionalOnMissingBean
		CrossOriginFilter faroeCrossOriginFilter(FaroeExchanges exchanges, FaroeRoutes routes) {
			return new CrossOriginFilter(exchanges, routes);
		}

		@Bean
		@ConditionalOnMissingBean
		UnknownPathPreFlightFilter faroeUnknownPathPreFlightFilter(FaroeExchanges exchanges, FaroeRoutes routes) {
			return new UnknownPathPreFlightFilter(exchanges, routes);
		}

		@Bean
		RouteCollisions faroeRouteCollisions(FaroeRoutes routes, ListableBeanFactory beans) {
			return new RouteCollisions(routes, beans, ROUTER_FUNCTION);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RouterFunction.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnBooleanProperty({ "faroe.rest.enabled", "faroe.passkeys.enabled" })
	static class Passkeys {

		@Bean
		@Nullable PasskeyHandlers faroePasskeyHandlers(ObjectProvider<PasskeyService> passkeys) {
			PasskeyService service = passkeys.getIfAvailable();
			return (service != null) ? (users, json) -> new PasskeyHandler(users, service, json) : null;
		}

	}

}

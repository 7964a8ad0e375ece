package dev.faroe.login.step;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.faroe.client.ClientAddressResolver;
import dev.faroe.flow.EmailedCodeFlow;
import dev.faroe.flow.SignUpFlow;
import dev.faroe.login.message.FaroeMessages;
import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.password.PasswordService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.security.web.server.savedrequest.ServerRequestCache;
import org.springframework.security.web.server.savedrequest.WebSessionServerRequestCache;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Auto-configuration for the steps of a log-in as endpoints. Comes before that of the
 * REST API, which would otherwise protect the rest of the application by form log-in.
 */
@AutoConfiguration(
		afterName = { "dev.faroe.database.DatabaseAutoConfiguration", "dev.faroe.flow.FlowAutoConfiguration",
				"dev.faroe.login.session.SessionAutoConfiguration",
				"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration" },
		beforeName = "dev.faroe.web.RestSecurityAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ SecurityWebFilterChain.class, ServerHttpSecurity.class, DispatcherHandler.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("faroe.security.log-in.enabled")
@EnableConfigurationProperties(LogInStepProperties.class)
final class LogInStepAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FaroeMessages faroeMessages(ObjectProvider<MessageSource> application) {
		return new FaroeMessages(application.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	TotpCodeFactor faroeTotpCodeFactor(TotpService totp) {
		return new TotpCodeFactor(totp);
	}

	@Bean
	StepParts faroeStepParts(LogInStepProperties properties, FaroeMessages messages,
			ObjectProvider<ServerRequestCache> cache, ObjectProvider<Clock> clock, ObjectProvider<SignUpFlow> signUps) {
		Boolean verifiedOnly = properties.verifiedOnly();
		return new StepParts(properties, new StepAnswers(properties, messages),
				new RememberedRequest(cache.getIfUnique(WebSessionServerRequestCache::new), properties.path(),
						properties.afterLogIn()),
				clock.getIfUnique(Clock::systemUTC),
				(verifiedOnly != null) ? verifiedOnly : signUps.getIfAvailable() != null);
	}

	@Bean
	StepHtml faroeStepHtml(LogInStepProperties properties, FaroeMessages messages,
			ObjectProvider<PasskeyScript> passkeys) {
		return new StepHtml(properties, messages, passkeys.getIfAvailable());
	}

	@Bean
	LogInSteps faroeLogInSteps(UserService users, PasswordService passwords, RecoveryCodeService recoveryCodes,
			ObjectProvider<CodeFactor> factors, FaroeSessions sessions, ClientAddressResolver addresses,
			StepParts parts) {
		Map<String, CodeFactor> byType = factors.orderedStream()
			.collect(Collectors.toMap(CodeFactor::type, Function.identity()));
		return new LogInSteps(users, passwords, recoveryCodes, byType, sessions, addresses, parts);
	}

	@Bean
	@ConditionalOnMissingBean
	FaroeLogIn faroeLogIn(FaroeSessions sessions, FaroeMessages messages, StepParts parts) {
		return new FaroeLogIn(sessions, messages, parts);
	}

	/**
	 * The endpoints, before the routes of the application: one for all paths must not
	 * answer them.
	 */
	@Bean
	@Order(0)
	@ConditionalOnMissingBean(name = "faroeLogInRouterFunction")
	RouterFunction<ServerResponse> faroeLogInRouterFunction(LogInSteps steps, LogInStepProperties properties,
			StepHtml html, FaroeSessions sessions, UserService users, StepParts parts,
			ObjectProvider<EmailedCodeFlow> emailedCode) {
		EmailedCodeFlow flow = properties.emailedCode() ? emailedCode.getIfAvailable() : null;
		StepPages pages = new StepPages(html, parts, sessions, users, steps, flow != null);
		RouterFunctions.Builder routes = RouterFunctions.route()
			.POST(properties.endpoint(Step.LOG_IN), steps::logIn)
			.POST(properties.endpoint(Step.SECOND_FACTOR), steps::secondFactor)
			.POST(properties.endpoint(Step.RECOVERY_CODE), steps::recoveryCode)
			.POST(properties.endpoint(Step.STEP_UP), steps::stepUp)
			.POST(properties.path() + "/out", steps::logOut)
			.GET(properties.path() + "/state", pages::state);
		if (flow != null) {
			EmailedCodeSteps codes = new EmailedCodeSteps(flow, steps, parts);
			routes.POST(properties.endpoint(Step.EMAILED_CODE), codes::request)
				.POST(properties.endpoint(Step.EMAILED_CODE_ANSWER), codes::answer);
		}
		for (Step step : Step.values()) {
			if (step != Step.PASSKEYS && properties.isBuiltIn(step) && isServed(step, properties, flow)) {
				routes.GET(properties.endpoint(step), (request) -> pages.show(request, step));
			}
		}
		if (isServed(Step.EMAILED_CODE_LINK, properties, flow)) {
			routes.HEAD(properties.endpoint(Step.EMAILED_CODE_LINK), pages::showLink);
		}
		return new StepRoutes(routes, Set.of(properties.path()));
	}

	private static boolean isServed(Step step, LogInStepProperties properties, @Nullable EmailedCodeFlow flow) {
		if (step == Step.EMAILED_CODE_LINK) {
			return properties.isBuiltIn(step) && flow != null && flow.sendsLinks();
		}
		return flow != null || !step.isEmailed();
	}

	/**
	 * Protects what the application has no chain for: everything needs a complete log-in.
	 * Has to stay above the other one, for which its condition would fail.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnBean(WebFilterChainProxy.class)
	@ConditionalOnMissingBean(SecurityWebFilterChain.class)
	SecurityWebFilterChain faroeDefaultSecurityWebFilterChain(ServerHttpSecurity http, FaroeLogIn logIn,
			FaroeAuthorization authorization, ObjectProvider<ServerCsrfTokenRepository> csrfTokens,
			ObjectProvider<ServerRequestCache> requests) {
		return http.authorizeExchange((authorize) -> authorize.anyExchange().access(authorization.complete()))
			.csrf((csrf) -> csrfTokens.ifUnique(csrf::csrfTokenRepository))
			.requestCache((cache) -> requests.ifUnique(cache::requestCache))
			.exceptionHandling(logIn::handleExceptions)
			.build();
	}

	/**
	 * Protects the endpoints against cross-site requests, whatever the application does
	 * about its own pages. Everybody may begin to log in. Other paths below are not open.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 200)
	@ConditionalOnBean(WebFilterChainProxy.class)
	@ConditionalOnMissingBean(name = "faroeLogInSecurityWebFilterChain")
	SecurityWebFilterChain faroeLogInSecurityWebFilterChain(ServerHttpSecurity http, FaroeLogIn logIn,
			LogInStepProperties properties, StepHtml html, ObjectProvider<EmailedCodeFlow> emailedCode,
			ObjectProvider<ServerCsrfTokenRepository> csrfTokens) {
		EmailedCodeFlow flow = properties.emailedCode() ? emailedCode.getIfAvailable() : null;
		String[] served = properties
			.endpoints((step) -> (step == Step.PASSKEYS) ? html.passkeys() != null : isServed(step, properties, flow));
		return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers(served))
			.authorizeExchange((authorize) -> authorize.anyExchange().permitAll())
			.csrf((csrf) -> {
				csrf.accessDeniedHandler(logIn::answerForeignForm);
				csrfTokens.ifUnique(csrf::csrfTokenRepository);
			})
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.exceptionHandling(logIn::handleExceptions)
			.build();
	}

}

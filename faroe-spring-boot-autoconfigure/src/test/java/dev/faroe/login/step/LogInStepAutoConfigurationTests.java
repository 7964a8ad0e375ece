package dev.faroe.login.step;

import java.time.Clock;

import dev.faroe.login.message.FaroeMessages;
import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * When the steps of the log-in and the check of sessions are set up.
 */
@Tag("one-jdk")
class LogInStepAutoConfigurationTests {

	private static final String FILTER = "faroeSessionFilter";

	private static final String ROUTES = "faroeLogInRouterFunction";

	private static final String CHAIN = "faroeLogInSecurityWebFilterChain";

	private static final String DEFAULT_CHAIN = "faroeDefaultSecurityWebFilterChain";

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class,
				ReactiveUserDetailsServiceAutoConfiguration.class, ReactiveWebSecurityAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new));

	private final ReactiveWebApplicationContextRunner enabled = this.runner
		.withPropertyValues("faroe.security.log-in.enabled=true");

	@Test
	void setsUpNothingUnlessToldSo() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(FILTER)
			.doesNotHaveBean(ROUTES)
			.doesNotHaveBean(CHAIN)
			.doesNotHaveBean(FaroeLogIn.class)
			.doesNotHaveBean(FaroeAuthorization.class));
	}

	@Test
	void setsUpStepsAndSessionsAndProtectsTheApplication() {
		this.enabled.run((context) -> assertThat(context).hasNotFailed()
			.hasBean(FILTER)
			.hasBean(ROUTES)
			.hasBean(CHAIN)
			.hasBean(DEFAULT_CHAIN)
			.hasSingleBean(FaroeSessions.class)
			.doesNotHaveBean(MapReactiveUserDetailsService.class));
	}

	@Test
	void checksSessionsOfOtherLogInsToo() {
		this.runner.withPropertyValues("faroe.security.authentication-manager.enabled=true")
			.run((context) -> assertThat(context).hasBean(FILTER).doesNotHaveBean(ROUTES));
	}

	@Test
	void leavesTheCheckOfSessionsOutIfToldSo() {
		this.enabled.withPropertyValues("faroe.security.sessions.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FILTER).hasBean(ROUTES));
	}

	@Test
	void leavesTheLogInByEmailedCodeOutIfToldSo() {
		ReactiveWebApplicationContextRunner withFlows = this.enabled.withPropertyValues("faroe.flows.enabled=true",
				"faroe.delivery.enabled=true");
		withFlows.run((context) -> assertThat(routes(context)).contains("/log-in/code/answer"));
		withFlows.withPropertyValues("faroe.security.log-in.emailed-code=false")
			.run((context) -> assertThat(routes(context)).contains("/log-in/second-factor").doesNotContain("/code"));
	}

	private static String routes(ApplicationContext context) {
		return context.getBean("faroeLogInRouterFunction").toString();
	}

	@Test
	void leavesTheApplicationToItsOwnChains() {
		this.enabled.withBean("own", SecurityWebFilterChain.class, () -> mock(SecurityWebFilterChain.class))
			.run((context) -> assertThat(context).hasBean(CHAIN).doesNotHaveBean(DEFAULT_CHAIN));
	}

	@Test
	void protectsTheApplicationOnceBesideTheRestApi() {
		this.enabled.withPropertyValues("faroe.rest.enabled=true", "faroe.rest.credential=credential")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean(CHAIN)
				.hasBean(DEFAULT_CHAIN)
				.hasBean("faroeSecurityWebFilterChain"));
	}

	@Test
	void backsOffForBeansOfTheApplication() {
		FaroeMessages messages = new FaroeMessages(null);
		FaroeSessions sessions = new FaroeSessions(new CookieServerCsrfTokenRepository(), Clock.systemUTC());
		RouterFunction<ServerResponse> routes = RouterFunctions.route()
			.GET("/", (request) -> ServerResponse.ok().build())
			.build();
		this.enabled.withBean("messages", FaroeMessages.class, () -> messages)
			.withBean("sessions", FaroeSessions.class, () -> sessions)
			.withBean(ROUTES, RouterFunction.class, () -> routes)
			.withBean(CHAIN, SecurityWebFilterChain.class, () -> mock(SecurityWebFilterChain.class))
			.run((context) -> {
				assertThat(context.getBean(FaroeMessages.class)).isSameAs(messages);
				assertThat(context.getBean(FaroeSessions.class)).isSameAs(sessions);
				assertThat(context.getBean(ROUTES)).isSameAs(routes);
				assertThat(context).doesNotHaveBean(DEFAULT_CHAIN);
			});
	}

	@Test
	void isNotForServletsNorWithoutSpringSecurityNorWhenFaroeIsOff() {
		new WebApplicationContextRunner().withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues("faroe.security.log-in.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ROUTES));
		new ReactiveWebApplicationContextRunner().withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues("faroe.security.log-in.enabled=true")
			.withClassLoader(
					new FilteredClassLoader("org.springframework.security.web", "org.springframework.security.config"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ROUTES).doesNotHaveBean(FILTER));
		this.enabled.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ROUTES).doesNotHaveBean(FILTER));
	}

	@ParameterizedTest
	@CsvSource({ "faroe.security.log-in.path=log-in, path", "faroe.security.log-in.path=/log-in/, path",
			"faroe.security.log-in.after-log-in=//elsewhere.example, afterLogIn",
			"faroe.security.log-in.after-log-out=https://elsewhere.example, afterLogOut",
			"faroe.security.log-in.pages.log-in=https://elsewhere.example, logIn",
			"faroe.security.log-in.second-step-timeout=0s, secondStepTimeout",
			"faroe.security.sessions.check-interval=61m, checkInterval",
			"faroe.security.sessions.max-remembered=0, maxRemembered" })
	void refusesSettingsThatMakeNoSense(String property, String name) {
		this.enabled.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageStartingWith(name + " must"));
	}

}

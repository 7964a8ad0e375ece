package dev.faroe.login;

import dev.faroe.client.ClientAddressResolver;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import dev.faroe.user.UserService;
import dev.faroe.web.FaroeRoutes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * What is set up where Spring Security is, and what where WebFlux is not.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class LogInAutoConfigurationTests {

	private static final String CHAIN = "faroeSecurityWebFilterChain";

	private static final String DEFAULT_CHAIN = "faroeDefaultSecurityWebFilterChain";

	private static final String NO_REST_API = "faroe.rest.enabled is true, but there is no REST API";

	private static final AutoConfigurations FAROE = WithFaroe.and(R2dbcAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(FAROE)
		.withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class,
				ReactiveUserDetailsServiceAutoConfiguration.class, ReactiveWebSecurityAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new));

	private final ReactiveWebApplicationContextRunner rest = this.runner.withPropertyValues("faroe.rest.enabled=true",
			"faroe.rest.credential=credential");

	private final ReactiveWebApplicationContextRunner withoutSecurity = new ReactiveWebApplicationContextRunner()
		.withConfiguration(FAROE)
		.withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.rest.enabled=true", "faroe.rest.credential=credential");

	private final ReactiveWebApplicationContextRunner logIn = this.runner
		.withPropertyValues("faroe.security.authentication-manager.enabled=true");

	@Test
	void addsItsChainAndTheDefaultThatItWouldOtherwiseDisplace() {
		this.rest.run((context) -> assertThat(context).hasBean(CHAIN).hasBean(DEFAULT_CHAIN));
	}

	@Test
	void addsItsChainToThatOfTheApplication() {
		this.rest.withBean("chain", SecurityWebFilterChain.class, SomeChain::new)
			.run((context) -> assertThat(context).hasBean(CHAIN).hasBean("chain").doesNotHaveBean(DEFAULT_CHAIN));
	}

	@Test
	void leavesItsChainToTheApplication() {
		this.rest.withBean(CHAIN, SecurityWebFilterChain.class, SomeChain::new)
			.run((context) -> assertThat(context).getBeans(SecurityWebFilterChain.class)
				.containsOnlyKeys(CHAIN)
				.hasEntrySatisfying(CHAIN, (chain) -> assertThat(chain).isInstanceOf(SomeChain.class)));
	}

	@Test
	void addsNoChainWithoutARestApi() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SecurityWebFilterChain.class));
	}

	@Test
	void addsNoChainWhereSpringSecurityIsOff() {
		this.withoutSecurity.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(FaroeRoutes.class)
			.doesNotHaveBean(SecurityWebFilterChain.class));
	}

	@Test
	void doesWithoutSpringSecurity() {
		this.withoutSecurity
			.withClassLoader(new FilteredClassLoader("org.springframework.security.web",
					"org.springframework.security.config", "org.springframework.boot.security"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(FaroeRoutes.class));
	}

	@Test
	void leavesTheLogInToTheApplicationByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(FaroeReactiveAuthenticationManager.class)
			.doesNotHaveBean(FaroeReactiveUserDetailsService.class)
			.doesNotHaveBean(ClientAddressFilter.class)
			.hasSingleBean(MapReactiveUserDetailsService.class));
	}

	@Test
	void letsItsUsersLogInIfToldSo() {
		this.logIn.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(FaroeReactiveAuthenticationManager.class)
			.hasSingleBean(FaroeReactiveUserDetailsService.class)
			.hasSingleBean(ClientAddressFilter.class)
			.hasSingleBean(ReactiveAuthenticationManager.class)
			.hasSingleBean(ReactiveUserDetailsService.class));
	}

	@Test
	void letsItsUsersLogInWithoutAWebServer() {
		new ApplicationContextRunner().withConfiguration(FAROE)
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues("faroe.security.authentication-manager.enabled=true")
			.withClassLoader(new FilteredClassLoader(WebFilter.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(FaroeReactiveAuthenticationManager.class)
				.doesNotHaveBean("faroeClientAddressFilter"));
	}

	@Test
	void backsOffForTheLogInOfTheApplication() {
		ReactiveAuthenticationManager manager = (authentication) -> Mono.empty();
		ReactiveUserDetailsService details = (username) -> Mono.empty();
		this.logIn.withBean("manager", ReactiveAuthenticationManager.class, () -> manager)
			.withBean("details", ReactiveUserDetailsService.class, () -> details)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FaroeReactiveAuthenticationManager.class)
				.doesNotHaveBean(FaroeReactiveUserDetailsService.class));
	}

	@Test
	void knowsTheAddressesOfClientsUnlessTheApplicationDoes() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ClientAddressResolver.class));
		ClientAddressResolver own = (exchange) -> "192.0.2.1";
		this.logIn.withBean(ClientAddressResolver.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed().getBean(ClientAddressResolver.class).isSameAs(own));
	}

	@Test
	void isOffAsAWhole() {
		this.logIn.withPropertyValues("faroe.enabled=false", "faroe.rest.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FaroeReactiveAuthenticationManager.class)
				.doesNotHaveBean(CHAIN));
	}

	@Test
	void saysThatTheServletStackHasNoRestApi(CapturedOutput output) {
		WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(FAROE)
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new));
		servlet.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(NO_REST_API);
		servlet.withPropertyValues("faroe.rest.enabled=true", "faroe.rest.credential=credential")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(UserService.class)
				.doesNotHaveBean(FaroeRoutes.class));
		assertThat(output).containsOnlyOnce(NO_REST_API);
	}

	@Test
	void saysThatTheRestApiNeedsWebFlux(CapturedOutput output) {
		new WebApplicationContextRunner().withConfiguration(FAROE)
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues("faroe.rest.enabled=true")
			.withClassLoader(new FilteredClassLoader(RouterFunction.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(UserService.class));
		assertThat(output).contains(NO_REST_API);
	}

	@Test
	void saysNothingWhereTheRestApiIs(CapturedOutput output) {
		this.rest.run((context) -> assertThat(context).hasSingleBean(FaroeRoutes.class));
		this.rest.withBean(FaroeRoutes.class, () -> mock(FaroeRoutes.class))
			.run((context) -> assertThat(context).hasSingleBean(FaroeRoutes.class));
		assertThat(output).doesNotContain(NO_REST_API);
	}

	static final class SomeChain implements SecurityWebFilterChain {

		@Override
		public Mono<Boolean> matches(ServerWebExchange exchange) {
			return Mono.just(true);
		}

		@Override
		public Flux<WebFilter> getWebFilters() {
			return Flux.empty();
		}

	}

}

package dev.faroe.login.servlet;

import dev.faroe.client.ServletClientAddressResolver;
import dev.faroe.test.StartFailure;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.userdetails.UserDetailsService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * What is set up for the log-in to an application on the servlet stack.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class ServletLogInAutoConfigurationTests {

	private static final AutoConfigurations FAROE = WithFaroe.and(R2dbcAutoConfiguration.class);

	private static final String ENABLED = "faroe.security.authentication-manager.enabled=true";

	private static final String WARNING = "Clients may be able to choose the address that Faroe takes for theirs";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner().withConfiguration(FAROE)
		.withConfiguration(AutoConfigurations.of(SecurityAutoConfiguration.class,
				UserDetailsServiceAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.r2dbc.schema-check.enabled=false");

	private final WebApplicationContextRunner logIn = this.runner.withPropertyValues(ENABLED);

	@Test
	void leavesTheLogInToTheApplicationByDefault() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(FaroeAuthenticationProvider.class)
			.hasSingleBean(UserDetailsService.class));
	}

	@Test
	void letsItsUsersLogInInsteadOfTheUserOfBoot() {
		this.logIn.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(AuthenticationProvider.class)
			.hasSingleBean(FaroeAuthenticationProvider.class)
			.doesNotHaveBean(UserDetailsService.class));
	}

	@Test
	void backsOffForAProviderOrManagerOfTheApplication() {
		this.logIn.withBean("own", AuthenticationProvider.class, () -> mock(AuthenticationProvider.class))
			.run((context) -> assertThat(context).hasSingleBean(AuthenticationProvider.class)
				.doesNotHaveBean(FaroeAuthenticationProvider.class));
		this.logIn.withBean("own", AuthenticationManager.class, () -> mock(AuthenticationManager.class))
			.run((context) -> assertThat(context).doesNotHaveBean(AuthenticationProvider.class));
	}

	@Test
	void isOffWithFaroe() {
		this.logIn.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FaroeAuthenticationProvider.class)
				.doesNotHaveBean(ServletClientAddressResolver.class));
	}

	@Test
	void isForTheServletStackAlone() {
		new ReactiveWebApplicationContextRunner().withConfiguration(FAROE)
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues(ENABLED)
			.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AuthenticationProvider.class));
		new ApplicationContextRunner().withConfiguration(FAROE)
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(AuthenticationProvider.class)
				.doesNotHaveBean(ServletClientAddressResolver.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1s", "601s" })
	void refusesATimeoutOutOfRange(String timeout) {
		this.logIn.withPropertyValues("faroe.security.authentication-manager.timeout=" + timeout)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageStartingWith("timeout"));
	}

	@Test
	void knowsTheAddressesOfClientsUnlessTheApplicationDoes() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ServletClientAddressResolver.class));
		ServletClientAddressResolver own = (request) -> "192.0.2.1";
		this.logIn.withBean(ServletClientAddressResolver.class, () -> own)
			.run((context) -> assertThat(context).getBean(ServletClientAddressResolver.class).isSameAs(own));
	}

	@Test
	void saysWhichTrustedProxyIsNone() {
		this.runner.withPropertyValues("faroe.client-address.trusted-proxies=0.0.0.0/0")
			.run((context) -> assertThat(StartFailure.analyze(context.getStartupFailure()).getDescription())
				.startsWith("'0.0.0.0/0' in faroe.client-address.trusted-proxies"));
	}

	@Test
	void warnsWhereTheServerReplacesAddresses(CapturedOutput output) {
		for (String harmless : new String[] { "none", "framework" }) {
			this.runner
				.withPropertyValues("server.forward-headers-strategy=" + harmless, "spring.main.cloud-platform=heroku")
				.run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(output).doesNotContain(WARNING);
		this.runner.withPropertyValues("spring.main.cloud-platform=heroku")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(WARNING);
		this.runner.withPropertyValues("server.forward-headers-strategy=native")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.toString().split(WARNING, -1)).hasSize(3);
	}

}

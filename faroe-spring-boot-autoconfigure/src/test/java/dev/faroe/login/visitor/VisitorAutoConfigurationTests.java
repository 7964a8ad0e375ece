package dev.faroe.login.visitor;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.security.web.server.savedrequest.CookieServerRequestCache;
import org.springframework.security.web.server.savedrequest.ServerRequestCache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When visitors are known by cookies.
 */
@Tag("one-jdk")
class VisitorAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATION = AutoConfigurations.of(VisitorAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATION);

	private final ReactiveWebApplicationContextRunner inCookies = this.runner
		.withPropertyValues("faroe.security.visitors.in-cookies=true");

	@Test
	void setsUpNothingUnlessToldSo() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ServerCsrfTokenRepository.class)
			.doesNotHaveBean(ServerRequestCache.class)
			.doesNotHaveBean(UnreadableForms.class));
	}

	@Test
	void keepsTokensAndRememberedPagesInCookies() {
		this.inCookies.run((context) -> assertThat(context).hasSingleBean(FormTokens.class)
			.hasSingleBean(RememberedPage.class)
			.doesNotHaveBean(UnreadableForms.class));
	}

	@Test
	void looksAfterUnreadableFormsWhereThereIsALogIn() {
		this.runner.withPropertyValues("faroe.security.log-in.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(UnreadableForms.class)
				.doesNotHaveBean(ServerCsrfTokenRepository.class));
	}

	@Test
	void backsOffForWhatTheApplicationHas() {
		this.inCookies.withBean(CookieServerCsrfTokenRepository.class)
			.withBean(CookieServerRequestCache.class)
			.run((context) -> assertThat(context).doesNotHaveBean(FormTokens.class)
				.doesNotHaveBean(RememberedPage.class));
	}

	@Test
	void isNotThereWithoutFaroe() {
		this.inCookies.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FormTokens.class));
	}

	@Test
	void isNotThereWithoutSpringSecurity() {
		this.inCookies.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VisitorAutoConfiguration.class));
	}

	@Test
	void isNotThereOnServlets() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues("faroe.security.visitors.in-cookies=true")
			.run((context) -> assertThat(context).doesNotHaveBean(FormTokens.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1s", "25h" })
	void refusesATimeToLogInThatIsNone(String timeToLogIn) {
		this.inCookies.withPropertyValues("faroe.security.visitors.time-to-log-in=" + timeToLogIn)
			.run((context) -> assertThat(context).hasFailed());
	}

}

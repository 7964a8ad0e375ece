package dev.faroe.sample.pages;

import java.time.Duration;

import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.step.FaroeLogIn;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * What each page asks for. Everything else about a log-in is the library's.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

	/** What changes who can log in asks for a proof that is not older. */
	private static final Duration RECENT = Duration.ofMinutes(10);

	/**
	 * Return what Spring Security measures: not each of its filters for each request,
	 * which takes longer than a request to the REST API.
	 */
	@Bean
	SecurityObservationSettings securityObservations() {
		return SecurityObservationSettings.withDefaults().build();
	}

	@Bean
	SecurityWebFilterChain pages(ServerHttpSecurity http, PageChain pages, FaroeLogIn logIn,
			FaroeAuthorization authorization) {
		return pages.common(http)
			.authorizeExchange((authorize) -> authorize.pathMatchers("/account")
				.access(authorization.complete())
				.pathMatchers("/account/**")
				.access(authorization.provedWithin(RECENT))
				.anyExchange()
				.permitAll())
			.exceptionHandling(logIn::handleExceptions)
			.build();
	}

}

package dev.faroe.sample.operator;

import java.net.URI;
import java.time.Duration;

import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.step.FaroeLogIn;
import dev.faroe.sample.pages.PageChain;
import reactor.core.publisher.Mono;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who may see the pages of operators, and what they load beside themselves.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorProperties.class)
class OperatorConfiguration implements WebFluxConfigurer {

	/** Where operators who have no second factor yet add one. */
	private static final URI ENROLMENT = URI.create("/account/authenticators?operator");

	@Bean
	Operators operators(OperatorProperties settings, FaroeAuthorization authorization) {
		return new Operators(settings, authorization);
	}

	@Bean
	@Order(0)
	SecurityWebFilterChain operatorPages(ServerHttpSecurity http, PageChain pages, FaroeLogIn logIn,
			Operators operators) {
		return pages.common(http)
			.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/operator/**"))
			.authorizeExchange((authorize) -> authorize.anyExchange().access(operators))
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(logIn)
				.accessDeniedHandler((exchange, denied) -> leadTo(exchange, denied, logIn)))
			.build();
	}

	private static Mono<Void> leadTo(ServerWebExchange exchange, AccessDeniedException denied, FaroeLogIn logIn) {
		return exchange.getPrincipal()
			.ofType(FaroeAuthentication.class)
			.filter((user) -> user.isAuthenticated() && user.getPrincipal().getSecondFactors().isEmpty())
			.hasElement()
			.flatMap((enrol) -> enrol ? Mono.fromRunnable(() -> {
				exchange.getResponse().setStatusCode(HttpStatus.SEE_OTHER);
				exchange.getResponse().getHeaders().setLocation(ENROLMENT);
			}) : logIn.handle(exchange, denied));
	}

	@Override
	public void addResourceHandlers(ResourceHandlerRegistry registry) {
		registry.addResourceHandler("/operator/assets/**")
			.addResourceLocations("classpath:/operator/", "classpath:/META-INF/resources/webjars/uplot/1.6.30/dist/")
			.setCacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate());
	}

}

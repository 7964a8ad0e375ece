package dev.faroe.shop;

import java.time.Duration;

import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.step.FaroeLogIn;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

@Configuration(proxyBeanMethods = false)
public class ShopSecurity {

	@Bean
	SecurityWebFilterChain shop(ServerHttpSecurity http, FaroeLogIn logIn, FaroeAuthorization authorization) {
		return http
			.authorizeExchange((authorize) -> authorize.pathMatchers("/sign-up/**", "/forgotten-password/**")
				.permitAll()
				.pathMatchers("/account/**")
				.access(authorization.provedWithin(Duration.ofMinutes(10)))
				.anyExchange()
				.access(authorization.complete()))
			.exceptionHandling(logIn::handleExceptions)
			.build();
	}

}

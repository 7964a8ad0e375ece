package dev.faroe.testkit.host;

import java.security.Principal;

import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.login.step.FaroeLogIn;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * An application whose users are Faroe's.
 */
@SpringBootApplication
@EnableReactiveMethodSecurity
@Import(Shop.Orders.class)
class Shop {

	@Bean
	SecurityWebFilterChain chain(ServerHttpSecurity http, FaroeLogIn logIn, FaroeAuthorization authorization) {
		return http
			.authorizeExchange((authorize) -> authorize.pathMatchers("/", "/orders")
				.permitAll()
				.pathMatchers("/authenticated")
				.authenticated()
				.pathMatchers("/payment")
				.access(authorization.provedWithin("10m"))
				.anyExchange()
				.access(authorization.complete()))
			.exceptionHandling(logIn::handleExceptions)
			.build();
	}

	@Bean
	RouterFunction<ServerResponse> pages(Orders orders, FaroeSessions sessions) {
		return RouterFunctions.route()
			.GET("/orders", (request) -> orders.find().flatMap(ServerResponse.ok()::bodyValue))
			.GET("/session",
					(request) -> sessions.current(request.exchange())
						.map(FaroeAuthentication::getName)
						.flatMap(ServerResponse.ok()::bodyValue))
			.GET("/**",
					(request) -> request.principal()
						.map(Principal::getName)
						.defaultIfEmpty("nobody")
						.flatMap(ServerResponse.ok()::bodyValue))
			.build();
	}

	@Service
	static class Orders {

		@PreAuthorize("@faroeAuthorization.complete()")
		Mono<String> find() {
			return Mono.just("a lamp");
		}

	}

}

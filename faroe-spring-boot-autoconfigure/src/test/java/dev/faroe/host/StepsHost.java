package dev.faroe.host;

import java.security.Principal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

import dev.faroe.FaroeException;
import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.step.FaroeLogIn;
import dev.faroe.test.FaroeServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * An application that logs its users in with the steps of the library.
 */
@Import({ FaroeServer.Host.class, StepsHost.Vault.class })
@EnableReactiveMethodSecurity
class StepsHost {

	/** What a page of the application changes. */
	static volatile @Nullable Function<ServerRequest, Mono<?>> change;

	@Bean
	SecurityWebFilterChain chain(ServerHttpSecurity http, FaroeLogIn logIn, FaroeAuthorization authorization) {
		return http
			.authorizeExchange((authorize) -> authorize.pathMatchers("/public", "/vault", "/favicon.ico")
				.permitAll()
				.pathMatchers("/authenticated")
				.authenticated()
				.pathMatchers("/role")
				.hasRole("USER")
				.pathMatchers("/admin")
				.hasRole("ADMIN")
				.pathMatchers("/fresh/**")
				.access(authorization.provedWithin(Duration.ofMinutes(10)))
				.pathMatchers("/operator/**")
				.access(authorization.bothProvedWithin(Duration.ofMinutes(10)))
				.anyExchange()
				.access(authorization.complete()))
			.exceptionHandling(logIn::handleExceptions)
			.build();
	}

	@Bean
	RouterFunction<ServerResponse> pages(Vault vault) {
		return RouterFunctions.route()
			.GET("/vault", (request) -> vault.open().flatMap(ServerResponse.ok()::bodyValue))
			.GET("/**",
					(request) -> request.principal()
						.map(Principal::getName)
						.defaultIfEmpty("nobody")
						.flatMap(ServerResponse.ok()::bodyValue))
			.POST("/change", (request) -> Objects.requireNonNull(change)
				.apply(request)
				.then(ServerResponse.ok().bodyValue("changed"))
				.onErrorResume(FaroeException.class, (ex) -> ServerResponse.badRequest().bodyValue(ex.error().name())))
			.POST("/public",
					(request) -> Objects.requireNonNull(change)
						.apply(request)
						.then(ServerResponse.ok().bodyValue("changed")))
			.POST("/**", (request) -> ServerResponse.ok().bodyValue("nothing"))
			.build();
	}

	@Service
	static class Vault {

		@PreAuthorize("@faroeAuthorization.provedWithin('10m')")
		Mono<String> open() {
			return Mono.just("treasure");
		}

	}

}

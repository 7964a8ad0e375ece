package dev.faroe.host;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.faroe.FaroeException;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The example of docs/embedding.md that asks for the second factor.
 */
class SecondStep {

	private static final GrantedAuthority SECOND_FACTOR = new SimpleGrantedAuthority("SECOND_FACTOR");

	@Bean
	SecurityWebFilterChain chain(ServerHttpSecurity http, UserService users) {
		return http
			.authorizeExchange((authorize) -> authorize.pathMatchers(HttpMethod.POST, "/second-step")
				.authenticated()
				.anyExchange()
				.access((authentication, context) -> authentication.flatMap((user) -> isComplete(user, users))
					.map(AuthorizationDecision::new)))
			.formLogin(Customizer.withDefaults())
			.build();
	}

	private static Mono<Boolean> isComplete(Authentication authentication, UserService users) {
		if (!(authentication.getPrincipal() instanceof FaroeUserDetails user)) {
			return Mono.just(false);
		}
		if (authentication.getAuthorities().contains(SECOND_FACTOR)) {
			return Mono.just(true);
		}
		return users.get(user.getUserId())
			.map((current) -> !current.hasSecondFactor())
			.onErrorReturn(FaroeException.class, false);
	}

	@Bean
	RouterFunction<ServerResponse> secondStepRoute(TotpService totp) {
		return RouterFunctions.route().POST("/second-step", (request) -> verify(request, totp)).build();
	}

	private static Mono<ServerResponse> verify(ServerRequest request, TotpService totp) {
		return Mono.zip(request.principal().cast(Authentication.class), request.formData()).flatMap((both) -> {
			FaroeUserDetails user = (FaroeUserDetails) both.getT1().getPrincipal();
			String code = Objects.requireNonNullElse(both.getT2().getFirst("code"), "");
			return totp.verifyAny(user.getUserId(), code)
				.then(complete(request, user))
				.then(ServerResponse.seeOther(URI.create("/")).build());
		})
			.switchIfEmpty(ServerResponse.status(HttpStatus.UNAUTHORIZED).build())
			.onErrorResume(FaroeException.class, (ex) -> ServerResponse.status(ex.error().status()).build());
	}

	private static Mono<Void> complete(ServerRequest request, FaroeUserDetails user) {
		List<GrantedAuthority> authorities = new ArrayList<>(user.getAuthorities());
		authorities.add(SECOND_FACTOR);
		Authentication complete = UsernamePasswordAuthenticationToken.authenticated(user, null, authorities);
		return new WebSessionServerSecurityContextRepository().save(request.exchange(),
				new SecurityContextImpl(complete));
	}

}

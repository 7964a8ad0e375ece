package dev.faroe.host;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import dev.faroe.FaroeException;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.totp.TotpService;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
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
	SecurityWebFilterChain chain(ServerHttpSecurity http) {
		return http
			.authorizeExchange((authorize) -> authorize.pathMatchers("/second-step")
				.authenticated()
				.anyExchange()
				.access((authentication, context) -> authentication
					.map((user) -> new AuthorizationDecision(isComplete(user)))))
			.formLogin(Customizer.withDefaults())
			.build();
	}

	private static boolean isComplete(Authentication authentication) {
		return authentication.getPrincipal() instanceof FaroeUserDetails user
				&& (!user.isTotpRegistered() || authentication.getAuthorities().contains(SECOND_FACTOR));
	}

	@Bean
	RouterFunction<ServerResponse> secondStepRoute(TotpService totp) {
		return RouterFunctions.route().POST("/second-step", (request) -> verify(request, totp)).build();
	}

	private static Mono<ServerResponse> verify(ServerRequest request, TotpService totp) {
		return Mono.zip(request.principal().cast(Authentication.class), request.formData()).flatMap((both) -> {
			FaroeUserDetails user = (FaroeUserDetails) both.getT1().getPrincipal();
			String code = String.valueOf(both.getT2().getFirst("code"));
			return totp.verifyAny(user.getUserId(), code).then(complete(request, user));
		})
			.then(ServerResponse.seeOther(URI.create("/")).build())
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

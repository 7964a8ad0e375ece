package dev.faroe.sample.pages;

import java.util.Map;
import java.util.Objects;

import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.FaroeUserDetails;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who looks at a page, and what they have just done.
 */
@ControllerAdvice
class Visitor {

	private static final Map<String, String> DONE = Map.ofEntries(Map.entry("logged-out", "You have logged out."),
			Map.entry("new-password", "Your password has been changed. Log in with the new one."),
			Map.entry("password-changed", "Your password has been changed, and all other sessions have ended."),
			Map.entry("email-changed", "Your address has been changed."),
			Map.entry("sessions-ended", "All other sessions have ended."),
			Map.entry("removed", "The authenticator has been removed."),
			Map.entry("sent", "We have sent another mail."), Map.entry("deleted", "Your account has been deleted."),
			Map.entry("operator", "Operators need a second factor. Add one here."),
			Map.entry("end-lock-outs", "The lock-outs have ended."),
			Map.entry("end-sessions", "All sessions of the user have ended."),
			Map.entry("disable", "The user has been disabled."), Map.entry("enable", "The user has been enabled."),
			Map.entry("user-deleted", "The user has been deleted."));

	/**
	 * A page that was redirected to says what the one before has done.
	 */
	@ModelAttribute("done")
	@Nullable String done(ServerHttpRequest request) {
		return request.getQueryParams()
			.keySet()
			.stream()
			.map(DONE::get)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	@ModelAttribute("user")
	Mono<FaroeUserDetails> user(ServerWebExchange exchange) {
		return exchange.getPrincipal()
			.ofType(FaroeAuthentication.class)
			.filter(FaroeAuthentication::isAuthenticated)
			.map(FaroeAuthentication::getPrincipal);
	}

}

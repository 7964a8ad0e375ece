package dev.faroe.sample.operator;

import dev.faroe.login.FaroeAuthentication;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;

/**
 * Shows operators the way to their pages on all others.
 */
@ControllerAdvice(annotations = Controller.class)
class OperatorMark {

	private final Operators operators;

	OperatorMark(Operators operators) {
		this.operators = operators;
	}

	@ModelAttribute("operator")
	Mono<Boolean> operator(ServerWebExchange exchange) {
		return exchange.getPrincipal()
			.ofType(FaroeAuthentication.class)
			.map((logIn) -> logIn.isAuthenticated() && this.operators.include(logIn))
			.defaultIfEmpty(false);
	}

}

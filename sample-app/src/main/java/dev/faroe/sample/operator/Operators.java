package dev.faroe.sample.operator;

import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.session.FaroeAuthorization;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.web.server.ResponseStatusException;

/**
 * Asks for an operator who has proved both factors recently. For any other user, the
 * pages of operators are not there.
 */
final class Operators implements ReactiveAuthorizationManager<AuthorizationContext> {

	private final OperatorProperties settings;

	private final ReactiveAuthorizationManager<AuthorizationContext> proofs;

	Operators(OperatorProperties settings, FaroeAuthorization authorization) {
		this.settings = settings;
		this.proofs = authorization.bothProvedWithin(settings.proofAge());
	}

	@Override
	public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
		return authentication.ofType(FaroeAuthentication.class)
			.filter((logIn) -> logIn.isAuthenticated() && !include(logIn))
			.flatMap((other) -> Mono.<AuthorizationResult>error(new ResponseStatusException(HttpStatus.NOT_FOUND)))
			.switchIfEmpty(Mono.defer(() -> this.proofs.authorize(authentication, context)));
	}

	boolean include(FaroeAuthentication logIn) {
		return this.settings.users().contains(logIn.getPrincipal().getUserId());
	}

}

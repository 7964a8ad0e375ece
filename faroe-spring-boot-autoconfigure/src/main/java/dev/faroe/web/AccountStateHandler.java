package dev.faroe.web;

import java.util.Optional;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints about whether users may log in.
 */
final class AccountStateHandler {

	private final UserService users;

	private final AccountStateService states;

	private final JsonCodec json;

	AccountStateHandler(UserService users, AccountStateService states, JsonCodec json) {
		this.users = users;
		this.states = states;
		this.json = json;
	}

	Mono<ServerResponse> disable(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json
			.readOptional(request, this.users.require(userId),
					(body) -> Optional.ofNullable(body.optionalString("reason")))
			.flatMap((reason) -> this.states.disable(userId, reason.orElse(null)))
			.then(JsonCodec.noContent());
	}

	Mono<ServerResponse> enable(ServerRequest request) {
		return this.states.enable(request.pathVariable("user_id")).then(JsonCodec.noContent());
	}

}

package dev.faroe.web;

import java.util.List;

import dev.faroe.user.User;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Writes users as this server shows them.
 *
 * @param json what writes JSON
 * @param withState whether users show if they are disabled
 */
record UserJson(JsonCodec json, boolean withState) {

	Mono<ServerResponse> ok(User user) {
		return this.json.ok(UserBody.of(user, this.withState));
	}

	Mono<ServerResponse> write(ServerResponse.BodyBuilder response, List<User> users) {
		return this.json.write(response, users.stream().map((user) -> UserBody.of(user, this.withState)).toList());
	}

}

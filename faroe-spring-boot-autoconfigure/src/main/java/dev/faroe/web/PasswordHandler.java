package dev.faroe.web;

import dev.faroe.password.PasswordService;
import dev.faroe.security.Secret;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints about passwords.
 */
final class PasswordHandler {

	private final UserService users;

	private final PasswordService passwords;

	private final JsonCodec json;

	private final UserJson userJson;

	PasswordHandler(UserService users, PasswordService passwords, JsonCodec json, UserJson userJson) {
		this.users = users;
		this.passwords = passwords;
		this.json = json;
		this.userJson = userJson;
	}

	Mono<ServerResponse> authenticate(ServerRequest request) {
		return this.json.read(request, LogIn::of)
			.flatMap((logIn) -> this.users.authenticate(logIn.email(), logIn.password().value(), logIn.clientIp()))
			.flatMap(this.userJson::ok);
	}

	Mono<ServerResponse> update(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.users.require(userId), Update::of)
			.flatMap((update) -> this.passwords.update(userId, update.password().value(), update.newPassword().value(),
					update.clientIp()))
			.then(JsonCodec.noContent());
	}

	Mono<ServerResponse> verify(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.users.require(userId), Verification::of)
			.flatMap((verification) -> this.passwords.verify(userId, verification.password().value(),
					verification.clientIp()))
			.then(JsonCodec.noContent());
	}

	private record LogIn(String email, Secret password, @Nullable String clientIp) {

		static LogIn of(JsonObject body) {
			return new LogIn(body.string("email"), body.secret("password"), body.optionalString("client_ip"));
		}

	}

	private record Update(Secret password, Secret newPassword, @Nullable String clientIp) {

		static Update of(JsonObject body) {
			return new Update(body.secret("password"), body.secret("new_password"), body.optionalString("client_ip"));
		}

	}

	private record Verification(Secret password, @Nullable String clientIp) {

		static Verification of(JsonObject body) {
			return new Verification(body.secret("password"), body.optionalString("client_ip"));
		}

	}

}

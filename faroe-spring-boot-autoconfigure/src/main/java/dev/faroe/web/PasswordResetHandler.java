package dev.faroe.web;

import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.security.Secret;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints about password reset requests.
 */
final class PasswordResetHandler {

	private final UserService users;

	private final PasswordResetService resets;

	private final JsonCodec json;

	PasswordResetHandler(UserService users, PasswordResetService resets, JsonCodec json) {
		this.users = users;
		this.resets = resets;
		this.json = json;
	}

	Mono<ServerResponse> create(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.readOptional(request, this.users.require(userId), Creation::of)
			.flatMap((creation) -> this.resets.create(userId, creation.clientIp()))
			.flatMap((created) -> this.json.ok(NewPasswordResetRequestBody.of(created)));
	}

	Mono<ServerResponse> list(ServerRequest request) {
		return this.resets.list(request.pathVariable("user_id"))
			.map(PasswordResetRequestBody::of)
			.collectList()
			.flatMap(this.json::ok);
	}

	Mono<ServerResponse> deleteAll(ServerRequest request) {
		return this.resets.deleteAll(request.pathVariable("user_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> get(ServerRequest request) {
		return this.resets.get(request.pathVariable("request_id"))
			.flatMap((found) -> this.json.ok(PasswordResetRequestBody.of(found)));
	}

	Mono<ServerResponse> delete(ServerRequest request) {
		return this.resets.delete(request.pathVariable("request_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> verifyEmail(ServerRequest request) {
		String requestId = request.pathVariable("request_id");
		return this.json.read(request, this.resets.get(requestId).then(), Verification::of)
			.flatMap((verification) -> this.resets.verifyEmail(requestId, verification.code().value(),
					verification.clientIp()))
			.then(JsonCodec.noContent());
	}

	Mono<ServerResponse> reset(ServerRequest request) {
		return this.json.read(request, Reset::of)
			.flatMap((reset) -> this.resets.reset(reset.requestId(), reset.password().value(), reset.clientIp()))
			.then(JsonCodec.noContent());
	}

	private record Creation(@Nullable String clientIp) {

		static Creation of(JsonObject body) {
			return new Creation(body.optionalString("client_ip"));
		}

	}

	private record Verification(Secret code, @Nullable String clientIp) {

		static Verification of(JsonObject body) {
			return new Verification(body.secretCode("code"), body.optionalString("client_ip"));
		}

	}

	private record Reset(String requestId, Secret password, @Nullable String clientIp) {

		static Reset of(JsonObject body) {
			return new Reset(body.code("request_id"), body.secret("password"), body.optionalString("client_ip"));
		}

	}

}

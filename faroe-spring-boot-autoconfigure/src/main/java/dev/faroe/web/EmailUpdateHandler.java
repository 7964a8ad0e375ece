package dev.faroe.web;

import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.security.Secret;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints about email updates.
 */
final class EmailUpdateHandler {

	private final EmailUpdateService updates;

	private final UserService users;

	private final JsonCodec json;

	EmailUpdateHandler(EmailUpdateService updates, UserService users, JsonCodec json) {
		this.updates = updates;
		this.users = users;
		this.json = json;
	}

	Mono<ServerResponse> create(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.users.require(userId), (body) -> body.string("email"))
			.flatMap((email) -> this.updates.create(userId, email))
			.flatMap((created) -> this.json.ok(EmailUpdateRequestBody.of(created)));
	}

	Mono<ServerResponse> list(ServerRequest request) {
		return this.updates.list(request.pathVariable("user_id"))
			.map(EmailUpdateRequestBody::of)
			.collectList()
			.flatMap(this.json::ok);
	}

	Mono<ServerResponse> deleteAll(ServerRequest request) {
		return this.updates.deleteAll(request.pathVariable("user_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> get(ServerRequest request) {
		return this.updates.get(request.pathVariable("request_id"))
			.flatMap((found) -> this.json.ok(EmailUpdateRequestBody.of(found)));
	}

	Mono<ServerResponse> delete(ServerRequest request) {
		return this.updates.delete(request.pathVariable("request_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> verify(ServerRequest request) {
		return this.json.read(request, Verification::of)
			.flatMap((verification) -> this.updates.verifyNewEmail(verification.requestId(),
					verification.code().value()))
			.flatMap((email) -> this.json.ok(new VerifiedEmailBody(email)));
	}

	private record Verification(String requestId, Secret code) {

		static Verification of(JsonObject body) {
			return new Verification(body.code("request_id"), body.secretCode("code"));
		}

	}

	record VerifiedEmailBody(String email) {
	}

}

package dev.faroe.web;

import dev.faroe.emailverification.EmailVerificationService;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints about email verification.
 */
final class EmailVerificationHandler {

	private final EmailVerificationService verifications;

	private final JsonCodec json;

	EmailVerificationHandler(EmailVerificationService verifications, JsonCodec json) {
		this.verifications = verifications;
		this.json = json;
	}

	Mono<ServerResponse> create(ServerRequest request) {
		return this.verifications.create(request.pathVariable("user_id"))
			.flatMap((created) -> this.json.ok(EmailVerificationRequestBody.of(created)));
	}

	Mono<ServerResponse> get(ServerRequest request) {
		return this.verifications.get(request.pathVariable("user_id"))
			.flatMap((found) -> this.json.ok(EmailVerificationRequestBody.of(found)));
	}

	Mono<ServerResponse> delete(ServerRequest request) {
		return this.verifications.delete(request.pathVariable("user_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> verify(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.verifications.require(userId), (body) -> body.code("code"))
			.flatMap((code) -> this.verifications.verify(userId, code))
			.then(JsonCodec.noContent());
	}

}

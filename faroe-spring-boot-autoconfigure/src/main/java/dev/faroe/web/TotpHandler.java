package dev.faroe.web;

import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints about TOTP credentials.
 */
final class TotpHandler {

	private final UserService users;

	private final TotpService totp;

	private final JsonCodec json;

	TotpHandler(UserService users, TotpService totp, JsonCodec json) {
		this.users = users;
		this.totp = totp;
		this.json = json;
	}

	Mono<ServerResponse> register(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.users.require(userId), TotpRegistration::of)
			.flatMap((registration) -> this.totp.register(userId, registration.key(), registration.code().value()))
			.flatMap((credential) -> this.json.ok(TotpCredentialBody.of(credential)));
	}

	Mono<ServerResponse> list(ServerRequest request) {
		return this.totp.list(request.pathVariable("user_id"))
			.map(TotpCredentialBody::of)
			.collectList()
			.flatMap(this.json::ok);
	}

	Mono<ServerResponse> deleteAll(ServerRequest request) {
		return this.totp.deleteAll(request.pathVariable("user_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> get(ServerRequest request) {
		return this.totp.get(request.pathVariable("credential_id"))
			.flatMap((credential) -> this.json.ok(TotpCredentialBody.of(credential)));
	}

	Mono<ServerResponse> delete(ServerRequest request) {
		return this.totp.delete(request.pathVariable("credential_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> verify(ServerRequest request) {
		String id = request.pathVariable("credential_id");
		return this.json.read(request, this.totp.get(id).then(), (body) -> body.code("code"))
			.flatMap((code) -> this.totp.verify(id, code))
			.then(JsonCodec.noContent());
	}

}

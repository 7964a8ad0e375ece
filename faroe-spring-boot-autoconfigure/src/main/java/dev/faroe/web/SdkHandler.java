package dev.faroe.web;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.totp.TotpCredential;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints that version 0.2 of the JavaScript client calls and the REST API
 * reference does not have any more: there a user has one TOTP credential, and its key can
 * be read.
 */
final class SdkHandler {

	private final UserService users;

	private final TotpService totp;

	private final JsonCodec json;

	SdkHandler(UserService users, TotpService totp, JsonCodec json) {
		this.users = users;
		this.totp = totp;
		this.json = json;
	}

	Mono<ServerResponse> register(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.users.require(userId), TotpRegistration::of)
			.flatMap((registration) -> this.totp.replaceAll(userId, registration.key(), registration.code().value())
				.map((credential) -> CredentialBody.of(credential, registration.key())))
			.flatMap(this.json::ok);
	}

	Mono<ServerResponse> get(ServerRequest request) {
		return this.totp.getNewestWithKey(request.pathVariable("user_id"))
			.flatMap((newest) -> this.json.ok(CredentialBody.of(newest.credential(), newest.key())));
	}

	Mono<ServerResponse> delete(ServerRequest request) {
		return this.totp.deleteAll(request.pathVariable("user_id"))
			.filter((deleted) -> deleted > 0)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))
			.then(JsonCodec.noContent());
	}

	Mono<ServerResponse> verify(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.totp.requireRegistered(userId), (body) -> body.code("code"))
			.flatMap((code) -> this.totp.verifyAny(userId, code))
			.then(JsonCodec.noContent());
	}

	record CredentialBody(String userId, long createdAt, String key) {

		static CredentialBody of(TotpCredential credential, TotpKey key) {
			return new CredentialBody(credential.userId(), credential.createdAt().getEpochSecond(), key.toBase64());
		}

		@Override
		public String toString() {
			return "CredentialBody";
		}

	}

}

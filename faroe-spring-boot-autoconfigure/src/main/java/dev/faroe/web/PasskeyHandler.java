package dev.faroe.web;

import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.passkey.Passkey;
import dev.faroe.passkey.PasskeyAuthentication;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.security.Secret;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints about passkeys, for backends that run the browser's side themselves.
 */
final class PasskeyHandler {

	private static final String DEFAULT_NAME = "Passkey";

	private final UserService users;

	private final PasskeyService passkeys;

	private final JsonCodec json;

	PasskeyHandler(UserService users, PasskeyService passkeys, JsonCodec json) {
		this.users = users;
		this.passkeys = passkeys;
		this.json = json;
	}

	Mono<ServerResponse> registrationOptions(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.readOptional(request, this.users.require(userId), PasskeyHandler::userVerification)
			.flatMap((required) -> this.passkeys.registrationOptions(userId, required))
			.flatMap(this.json::ok);
	}

	Mono<ServerResponse> register(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.users.require(userId), Registration::of)
			.flatMap((body) -> this.passkeys.register(userId, body.credential().value(), body.name()))
			.flatMap((passkey) -> this.json.ok(PasskeyBody.of(passkey)));
	}

	Mono<ServerResponse> list(ServerRequest request) {
		return this.passkeys.list(request.pathVariable("user_id"))
			.map(PasskeyBody::of)
			.collectList()
			.flatMap(this.json::ok);
	}

	Mono<ServerResponse> deleteAll(ServerRequest request) {
		return this.passkeys.deleteAll(request.pathVariable("user_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> delete(ServerRequest request) {
		return this.passkeys.delete(request.pathVariable("passkey_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> authenticationOptions(ServerRequest request) {
		return this.json.readOptional(request, Mono.empty(), Authentication::of)
			.flatMap((body) -> this.passkeys.authenticationOptions(body.userId(), body.userVerification(),
					body.clientIp()))
			.flatMap(this.json::ok);
	}

	Mono<ServerResponse> authenticate(ServerRequest request) {
		return this.json.read(request, Answered::of)
			.flatMap((body) -> (body.userId() != null)
					? this.passkeys.authenticate(body.userId(), body.credential().value())
					: this.passkeys.authenticate(body.credential().value()))
			.flatMap((authentication) -> this.json.ok(PasskeyAuthenticationBody.of(authentication)));
	}

	private static boolean userVerification(JsonObject body) {
		String value = body.optionalString("user_verification");
		if (value == null || value.equals("preferred")) {
			return false;
		}
		if (value.equals("required")) {
			return true;
		}
		throw new FaroeException(FaroeError.INVALID_DATA);
	}

	private record Registration(Secret credential, String name) {

		static Registration of(JsonObject body) {
			String name = body.optionalString("name");
			return new Registration(Secret.of(body.json("credential")), (name != null) ? name : DEFAULT_NAME);
		}

	}

	private record Authentication(@Nullable String userId, boolean userVerification, @Nullable String clientIp) {

		static Authentication of(JsonObject body) {
			return new Authentication(body.optionalString("user_id"), PasskeyHandler.userVerification(body),
					body.optionalString("client_ip"));
		}

	}

	private record Answered(@Nullable String userId, Secret credential) {

		static Answered of(JsonObject body) {
			return new Answered(body.optionalString("user_id"), Secret.of(body.json("credential")));
		}

	}

	/**
	 * A passkey as JSON, without its key.
	 */
	record PasskeyBody(String id, String userId, long createdAt, @Nullable Long lastUsedAt, String name,
			List<String> transports, boolean backupEligible, boolean backedUp) {

		static PasskeyBody of(Passkey passkey) {
			Long lastUsedAt = (passkey.lastUsedAt() != null) ? passkey.lastUsedAt().getEpochSecond() : null;
			return new PasskeyBody(passkey.id(), passkey.userId(), passkey.createdAt().getEpochSecond(), lastUsedAt,
					passkey.name(), passkey.transports().stream().sorted().toList(), passkey.backupEligible(),
					passkey.backedUp());
		}

	}

	/**
	 * Who has been authenticated, as JSON.
	 */
	record PasskeyAuthenticationBody(String userId, String passkeyId, boolean userVerified) {

		static PasskeyAuthenticationBody of(PasskeyAuthentication authentication) {
			return new PasskeyAuthenticationBody(authentication.passkey().userId(), authentication.passkey().id(),
					authentication.userVerified());
		}

	}

}

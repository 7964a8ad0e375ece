package dev.faroe.web;

import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The endpoints about recovery codes and second factors.
 */
final class TwoFactorHandler {

	private final UserService users;

	private final RecoveryCodeService recoveryCodes;

	private final JsonCodec json;

	TwoFactorHandler(UserService users, RecoveryCodeService recoveryCodes, JsonCodec json) {
		this.users = users;
		this.recoveryCodes = recoveryCodes;
		this.json = json;
	}

	Mono<ServerResponse> verifyRecoveryCode(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.users.require(userId), TwoFactorHandler::recoveryCode)
			.flatMap((code) -> this.recoveryCodes.verify(userId, code))
			.flatMap(this::ok);
	}

	Mono<ServerResponse> regenerateRecoveryCode(ServerRequest request) {
		return this.recoveryCodes.regenerate(request.pathVariable("user_id")).flatMap(this::ok);
	}

	Mono<ServerResponse> deleteSecondFactors(ServerRequest request) {
		return this.recoveryCodes.deleteSecondFactors(request.pathVariable("user_id")).then(JsonCodec.noContent());
	}

	Mono<ServerResponse> resetSecondFactors(ServerRequest request) {
		String userId = request.pathVariable("user_id");
		return this.json.read(request, this.users.require(userId), TwoFactorHandler::recoveryCode)
			.flatMap((code) -> this.recoveryCodes.resetSecondFactors(userId, code))
			.flatMap(this::ok);
	}

	private Mono<ServerResponse> ok(String recoveryCode) {
		return this.json.ok(new RecoveryCodeBody(recoveryCode));
	}

	private static String recoveryCode(JsonObject body) {
		return body.code("recovery_code");
	}

}

package dev.faroe.login.step;

import dev.faroe.totp.TotpService;
import reactor.core.publisher.Mono;

/**
 * The codes of authenticators.
 *
 * @param totp what verifies them
 */
record TotpCodeFactor(TotpService totp) implements CodeFactor {

	@Override
	public String type() {
		return "totp";
	}

	@Override
	public Mono<Void> verify(String userId, String code) {
		// Authenticators show a code in two groups.
		return this.totp.verifyAny(userId, code.replace(" ", ""));
	}

}

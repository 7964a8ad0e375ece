package dev.faroe.passkey;

import dev.faroe.secondfactor.SecondFactor;
import reactor.core.publisher.Mono;

/**
 * Passkeys as second factors.
 *
 * @param passkeys the passkeys
 */
record PasskeyFactor(PasskeyRepository passkeys) implements SecondFactor {

	/** Spring Security's name of the factor, too. */
	static final String TYPE = "webauthn";

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public String table() {
		return "{passkey}";
	}

	@Override
	public Mono<Integer> removeAll(String userId) {
		return this.passkeys.deleteByUserId(userId);
	}

}

package dev.faroe.totp;

import dev.faroe.secondfactor.SecondFactor;
import reactor.core.publisher.Mono;

/**
 * TOTP as a second factor.
 *
 * @param credentials the credentials
 */
record TotpFactor(TotpCredentialRepository credentials) implements SecondFactor {

	static final String TYPE = "totp";

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public String table() {
		return "{totp_credential}";
	}

	@Override
	public Mono<Integer> removeAll(String userId) {
		return this.credentials.deleteByUserId(userId);
	}

}

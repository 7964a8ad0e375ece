package dev.faroe.web;

import dev.faroe.totp.TotpCredential;

/**
 * A TOTP credential as JSON, without its key.
 */
record TotpCredentialBody(String id, String userId, long createdAt) {

	static TotpCredentialBody of(TotpCredential credential) {
		return new TotpCredentialBody(credential.id(), credential.userId(), credential.createdAt().getEpochSecond());
	}

}

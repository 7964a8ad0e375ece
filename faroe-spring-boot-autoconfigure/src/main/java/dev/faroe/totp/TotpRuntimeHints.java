package dev.faroe.totp;

import dev.faroe.sql.RepositoryRuntimeHints;

final class TotpRuntimeHints extends RepositoryRuntimeHints {

	TotpRuntimeHints() {
		super(TotpCredentialRepository.class, SqlTotpImport.class);
	}

}

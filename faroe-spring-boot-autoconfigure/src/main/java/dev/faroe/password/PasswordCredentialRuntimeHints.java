package dev.faroe.password;

import dev.faroe.sql.RepositoryRuntimeHints;

final class PasswordCredentialRuntimeHints extends RepositoryRuntimeHints {

	PasswordCredentialRuntimeHints() {
		super(PasswordRepository.class);
	}

}

package dev.faroe.passwordreset;

import dev.faroe.sql.RepositoryRuntimeHints;

final class PasswordResetRuntimeHints extends RepositoryRuntimeHints {

	PasswordResetRuntimeHints() {
		super(PasswordResetRepository.class);
	}

}

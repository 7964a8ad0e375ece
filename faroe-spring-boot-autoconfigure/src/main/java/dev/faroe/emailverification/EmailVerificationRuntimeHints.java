package dev.faroe.emailverification;

import dev.faroe.sql.RepositoryRuntimeHints;

final class EmailVerificationRuntimeHints extends RepositoryRuntimeHints {

	EmailVerificationRuntimeHints() {
		super(EmailVerificationRepository.class);
	}

}

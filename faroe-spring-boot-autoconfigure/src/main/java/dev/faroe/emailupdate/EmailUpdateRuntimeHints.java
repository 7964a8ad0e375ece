package dev.faroe.emailupdate;

import dev.faroe.sql.RepositoryRuntimeHints;

final class EmailUpdateRuntimeHints extends RepositoryRuntimeHints {

	EmailUpdateRuntimeHints() {
		super(EmailUpdateRepository.class);
	}

}

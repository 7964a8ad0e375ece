package dev.faroe.recovery;

import dev.faroe.sql.RepositoryRuntimeHints;

final class RecoveryCodeRuntimeHints extends RepositoryRuntimeHints {

	RecoveryCodeRuntimeHints() {
		super(RecoveryCodeRepository.class);
	}

}

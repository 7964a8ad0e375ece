package dev.faroe.account;

import dev.faroe.sql.RepositoryRuntimeHints;

final class AccountRuntimeHints extends RepositoryRuntimeHints {

	AccountRuntimeHints() {
		super(AccountRepository.class);
	}

}

package dev.faroe.user;

import dev.faroe.sql.RepositoryRuntimeHints;

final class UserRuntimeHints extends RepositoryRuntimeHints {

	UserRuntimeHints() {
		super(UserRepository.class, SqlUserLookup.class, SqlUserListing.class, SqlUserImport.class);
	}

}

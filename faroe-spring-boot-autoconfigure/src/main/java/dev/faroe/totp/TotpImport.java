package dev.faroe.totp;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * The part of the {@link TotpCredentialRepository} that inserts many credentials at once.
 */
interface TotpImport {

	/**
	 * Insert credentials, all or none.
	 * @param credentials the credentials; no more than
	 * {@link dev.faroe.sql.MultiRowInsert#MAXIMUM_ROWS}
	 * @return the number of rows, or an error signal with a
	 * {@link org.springframework.dao.DataIntegrityViolationException} if an id is taken
	 * or a user does not exist
	 */
	Mono<Long> insertAll(List<StoredTotpCredential> credentials);

}

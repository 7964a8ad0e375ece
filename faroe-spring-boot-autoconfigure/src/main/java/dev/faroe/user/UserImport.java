package dev.faroe.user;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * The part of the {@link UserRepository} that inserts many users at once.
 */
public interface UserImport {

	/**
	 * Insert users, all or none.
	 * @param users the users; no more than
	 * {@link dev.faroe.sql.MultiRowInsert#MAXIMUM_ROWS}
	 * @return the number of rows, or an error signal with a
	 * {@link org.springframework.dao.DuplicateKeyException} if an id or an address is
	 * taken
	 */
	Mono<Long> insertAll(List<ImportedRow> users);

}

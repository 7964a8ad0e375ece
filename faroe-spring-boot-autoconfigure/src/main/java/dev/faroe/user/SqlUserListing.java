package dev.faroe.user;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.core.R2dbcEntityOperations;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Lists users with SQL whose ORDER BY clauses are the columns of the indexes of the user
 * table.
 */
public final class SqlUserListing implements UserListing {

	private static final String CONTAINS = " WHERE POSITION(:query IN email) > 0";

	/**
	 * Only the users on the page are looked at: those before it are skipped in an index.
	 */
	private static final String ON_PAGE = " WHERE id IN (SELECT id FROM faroe_user";

	private static final String PAGE = " LIMIT :limit OFFSET :offset)";

	private static final String COUNT = "SELECT COUNT(*) FROM faroe_user";

	private final DatabaseClient databaseClient;

	/**
	 * Create a listing.
	 * @param operations what runs the statements
	 */
	public SqlUserListing(R2dbcEntityOperations operations) {
		this.databaseClient = operations.getDatabaseClient();
	}

	@Override
	public Flux<StoredUser> findPage(UserQuery query) {
		String order = orderBy(query);
		String sql = UserRepository.SELECT + ON_PAGE + where(query.emailQuery()) + order + PAGE + order;
		return bind(this.databaseClient.sql(sql), query.emailQuery()).bind("limit", query.perPage())
			.bind("offset", query.offset())
			.map(UserRow::read)
			.all();
	}

	@Override
	public Mono<Long> count(@Nullable String emailQuery) {
		return bind(this.databaseClient.sql(COUNT + where(emailQuery)), emailQuery).mapValue(Long.class).one();
	}

	private static String where(@Nullable String emailQuery) {
		return (emailQuery != null) ? CONTAINS : "";
	}

	private static DatabaseClient.GenericExecuteSpec bind(DatabaseClient.GenericExecuteSpec spec,
			@Nullable String emailQuery) {
		return (emailQuery != null) ? spec.bind("query", emailQuery) : spec;
	}

	private static String orderBy(UserQuery query) {
		boolean ascending = query.sortOrder() == UserQuery.SortOrder.ASCENDING;
		return switch (query.sortBy()) {
			case CREATED_AT -> ascending ? " ORDER BY created_at, id" : " ORDER BY created_at DESC, id DESC";
			case ID -> ascending ? " ORDER BY id" : " ORDER BY id DESC";
			case EMAIL -> ascending ? " ORDER BY email NULLS LAST, id" : " ORDER BY email DESC NULLS FIRST, id DESC";
		};
	}

}

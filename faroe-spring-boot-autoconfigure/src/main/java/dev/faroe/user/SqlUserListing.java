package dev.faroe.user;

import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.sql.FaroeDatabase;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Lists users with SQL whose ORDER BY clauses are the columns of the indexes of the user
 * table.
 */
final class SqlUserListing implements UserListing {

	private static final String CONTAINS = " WHERE POSITION(:query IN email) > 0";

	/**
	 * Only the users on the page are looked at: those before it are skipped in an index.
	 */
	private static final String ON_PAGE = " WHERE id IN (SELECT id FROM {user}";

	private static final String PAGE = " LIMIT :limit OFFSET :offset)";

	private static final String COUNT = "SELECT COUNT(*) FROM {user}";

	private final DatabaseClient databaseClient;

	private final String onPage;

	private final String count;

	SqlUserListing(FaroeDatabase database, SecondFactors factors) {
		this.databaseClient = database.client();
		this.onPage = database.statement(StoredUser.select(factors) + ON_PAGE);
		this.count = database.statement(COUNT);
	}

	@Override
	public Flux<StoredUser> findPage(UserQuery query) {
		String order = orderBy(query);
		String sql = this.onPage + where(query.emailQuery()) + order + PAGE + order;
		return bind(this.databaseClient.sql(sql), query.emailQuery()).bind("limit", query.perPage())
			.bind("offset", query.offset())
			.map(StoredUser::read)
			.all();
	}

	@Override
	public Mono<Long> count(@Nullable String emailQuery) {
		return bind(this.databaseClient.sql(this.count + where(emailQuery)), emailQuery).mapValue(Long.class).one();
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

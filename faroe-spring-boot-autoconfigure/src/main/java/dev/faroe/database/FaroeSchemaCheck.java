package dev.faroe.database;

import java.util.List;

import dev.faroe.FaroeConfigurationException;
import io.r2dbc.spi.R2dbcException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.r2dbc.BadSqlGrammarException;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Looks once, at start-up, whether every table has every column: an application without
 * them would start, and then answer every request with an error. Each table is asked for
 * all of its columns and no rows, so that the names mean what they mean to the
 * statements. A database that is away is no reason not to start.
 */
final class FaroeSchemaCheck implements InitializingBean {

	private static final Log logger = LogFactory.getLog(FaroeSchemaCheck.class);

	private final DatabaseClient client;

	private final List<ExpectedTable> expected;

	private final R2dbcProperties settings;

	FaroeSchemaCheck(DatabaseClient client, List<ExpectedTable> expected, R2dbcProperties settings) {
		this.client = client;
		this.expected = expected;
		this.settings = settings;
	}

	@Override
	public void afterPropertiesSet() {
		if (!this.settings.schemaCheck().enabled()
				|| this.settings.initializeSchema() == DatabaseInitializationMode.ALWAYS) {
			return;
		}
		FaroeConfigurationException missing = findMissing().timeout(this.settings.schemaCheck().timeout())
			.onErrorResume((ex) -> {
				logger.warn("Whether the tables of Faroe are in the database could not be checked: " + describe(ex));
				return Mono.empty();
			})
			.block();
		if (missing != null) {
			throw missing;
		}
	}

	/**
	 * Leaves out messages, which can quote where the database is and who asks it.
	 */
	private static String describe(Throwable ex) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
		String type = cause.getClass().getName();
		return (cause instanceof R2dbcException failure) ? type + " [SQL state " + failure.getSqlState() + "]" : type;
	}

	private Mono<FaroeConfigurationException> findMissing() {
		return Flux.fromIterable(this.expected).concatMap(this::findMissing).next();
	}

	private Mono<FaroeConfigurationException> findMissing(ExpectedTable table) {
		return isThere(table, String.join(", ", table.columns())).filter((there) -> !there)
			.flatMap((none) -> isThere(table, "1")
				.flatMap((there) -> there ? findMissingColumn(table) : missing(table, null)));
	}

	private Mono<FaroeConfigurationException> findMissingColumn(ExpectedTable table) {
		return Flux.fromIterable(table.columns())
			.filterWhen((column) -> isThere(table, column).map((there) -> !there), 1)
			.next()
			.flatMap((column) -> missing(table, column));
	}

	private Mono<FaroeConfigurationException> missing(ExpectedTable table, @Nullable String column) {
		return Mono.just(new FaroeConfigurationException(
				(column != null) ? "The table " + table.name() + " of Faroe has no column " + column + "."
						: "The database has no table " + table.name() + ".",
				"Set faroe.r2dbc.initialize-schema to always, so that Faroe creates what is missing when it starts; or run"
						+ " Faroe's migrations with Flyway or Liquibase before. If the tables are in another schema or have"
						+ " another prefix, set faroe.r2dbc.schema or faroe.r2dbc.table-prefix. If they come later, set"
						+ " faroe.r2dbc.schema-check.enabled to false."));
	}

	private Mono<Boolean> isThere(ExpectedTable table, String columns) {
		return this.client.sql("SELECT " + columns + " FROM " + table.name() + " WHERE 1 = 0")
			.then()
			.thenReturn(true)
			.onErrorReturn(BadSqlGrammarException.class, false);
	}

}

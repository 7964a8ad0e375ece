package dev.faroe.database;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property to set when Faroe has no database to start with.
 */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RuntimeException cause) {
		ConnectionFactoryChoiceException choice = findCause(rootFailure, ConnectionFactoryChoiceException.class);
		if (choice != null) {
			return analyze(choice);
		}
		DatabaseUrlException url = findCause(rootFailure, DatabaseUrlException.class);
		if (url != null) {
			return analyze(url);
		}
		MissingTableException missing = findCause(rootFailure, MissingTableException.class);
		if (missing != null) {
			return analyze(missing);
		}
		UnsupportedDatabaseException database = findCause(rootFailure, UnsupportedDatabaseException.class);
		if (database != null) {
			return new FailureAnalysis("Faroe does not know the database " + database.database() + ".",
					"Set spring.r2dbc.url or faroe.r2dbc.url to a PostgreSQL or H2 database.", database);
		}
		return null;
	}

	private static FailureAnalysis analyze(ConnectionFactoryChoiceException failure) {
		return switch (failure.problem()) {
			case NONE -> new FailureAnalysis("Faroe needs an R2DBC ConnectionFactory, and there is none.",
					"Set spring.r2dbc.url, or faroe.r2dbc.url for a database of Faroe's own, and add the R2DBC driver of"
							+ " your database (r2dbc-postgresql or r2dbc-h2) to the class path. Set faroe.enabled to false"
							+ " to do without Faroe.",
					failure);
			case SEVERAL -> new FailureAnalysis(
					"There are several R2DBC ConnectionFactory beans, and Faroe cannot tell which to use.",
					"Mark one of them with @FaroeConnectionFactory, or make one of them @Primary.", failure);
			case URL_AND_MARK -> new FailureAnalysis(
					"There is a ConnectionFactory bean with @FaroeConnectionFactory, and faroe.r2dbc.url is set too:"
							+ " Faroe cannot tell which to use.",
					"Remove one of them.", failure);
		};
	}

	private static FailureAnalysis analyze(DatabaseUrlException failure) {
		return new FailureAnalysis("The value of faroe.r2dbc.url leads to no database: " + failure.problem() + ".",
				"Set faroe.r2dbc.url to the R2DBC URL of a PostgreSQL or H2 database, such as"
						+ " r2dbc:postgresql://localhost:5432/faroe, add its driver to the class path, and set the pool"
						+ " with faroe.r2dbc.pool.*.",
				failure);
	}

	private static FailureAnalysis analyze(MissingTableException failure) {
		return new FailureAnalysis(
				(failure.column() != null)
						? "The table " + failure.table() + " of Faroe has no column " + failure.column() + "."
						: "The database has no table " + failure.table() + ".",
				"Set faroe.r2dbc.initialize-schema to always, so that Faroe creates what is missing when it starts; or run"
						+ " Faroe's migrations with Flyway or Liquibase before. If the tables are in another schema or have"
						+ " another prefix, set faroe.r2dbc.schema or faroe.r2dbc.table-prefix. If they come later, set"
						+ " faroe.r2dbc.schema-check.enabled to false.",
				failure);
	}

}

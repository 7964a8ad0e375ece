package dev.faroe.autoconfigure;

import dev.faroe.ratelimit.RateLimitStoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property to set when Faroe cannot start.
 */
final class FaroeFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RuntimeException cause) {
		InvalidCredentialException credential = findCause(rootFailure, InvalidCredentialException.class);
		if (credential != null) {
			return analyze(credential);
		}
		InvalidEncryptionKeyException encryptionKey = findCause(rootFailure, InvalidEncryptionKeyException.class);
		if (encryptionKey != null) {
			return analyze(encryptionKey);
		}
		InvalidTrustedProxyException proxy = findCause(rootFailure, InvalidTrustedProxyException.class);
		if (proxy != null) {
			return analyze(proxy);
		}
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
		RateLimitStoreException store = findCause(rootFailure, RateLimitStoreException.class);
		if (store != null) {
			return analyze(store);
		}
		UnsupportedDatabaseException database = findCause(rootFailure, UnsupportedDatabaseException.class);
		if (database != null) {
			return new FailureAnalysis("Faroe does not know the database " + database.database() + ".",
					"Set spring.r2dbc.url or faroe.r2dbc.url to a PostgreSQL or H2 database.", database);
		}
		return null;
	}

	private static FailureAnalysis analyze(InvalidCredentialException failure) {
		if (failure.missing()) {
			return new FailureAnalysis(
					"Faroe's REST API is enabled, but there is no credential that clients could prove themselves with.",
					"Set " + failure.property()
							+ " to a long random text, or set faroe.rest.enabled to false to use Faroe's services without the REST API.",
					failure);
		}
		return new FailureAnalysis("The value of " + failure.property() + " cannot be sent in an Authorization header.",
				"Set " + failure.property()
						+ " to printable ASCII characters, without white space at the beginning or the end.",
				failure);
	}

	private static FailureAnalysis analyze(InvalidEncryptionKeyException failure) {
		return new FailureAnalysis("The value of " + failure.property() + " is no key: " + failure.problem() + ".",
				"Set " + failure.property() + " to an id of your choice, a colon, and 32 random bytes in Base64,"
						+ " such as 'openssl rand -base64 32' prints them.",
				failure);
	}

	private static FailureAnalysis analyze(InvalidTrustedProxyException failure) {
		return new FailureAnalysis(
				"'" + failure.proxy() + "' in " + InvalidTrustedProxyException.PROPERTY
						+ " is no address or range to trust: " + failure.problem() + ".",
				"Set " + InvalidTrustedProxyException.PROPERTY + " to the IPv4 and IPv6 addresses of your proxies,"
						+ " or ranges of them such as 10.0.0.0/8, or remove it if there are none.",
				failure);
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

	private static FailureAnalysis analyze(RateLimitStoreException failure) {
		return switch (failure.problem()) {
			case CLASSES -> new FailureAnalysis(
					"faroe.rate-limit.store is redis, but the classes for it are not on the class path.",
					"Add org.springframework.boot:spring-boot-starter-data-redis to the application, or set"
							+ " faroe.rate-limit.store to memory.",
					failure);
			case CONNECTION -> new FailureAnalysis(
					"faroe.rate-limit.store is redis, but there is no LettuceConnectionFactory, or there are several.",
					"Set spring.data.redis.url, leave spring.data.redis.client-type unset or lettuce, and make one of"
							+ " several factories @Primary; or set faroe.rate-limit.store to memory.",
					failure);
		};
	}

}

package dev.faroe.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import dev.faroe.sql.FailureTranslation;
import dev.faroe.sql.RedactedStatements;
import dev.faroe.sql.SeparateConnection;
import dev.faroe.sql.TranslatingTransaction;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;
import org.springframework.data.r2dbc.convert.MappingR2dbcConverter;
import org.springframework.data.r2dbc.convert.R2dbcCustomConversions;
import org.springframework.data.r2dbc.core.R2dbcEntityOperations;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.r2dbc.dialect.DialectResolver;
import org.springframework.data.r2dbc.dialect.R2dbcDialect;
import org.springframework.data.r2dbc.mapping.R2dbcMappingContext;
import org.springframework.data.r2dbc.repository.support.R2dbcRepositoryFactory;
import org.springframework.data.relational.core.mapping.DefaultNamingStrategy;
import org.springframework.data.repository.core.support.RepositoryComposition.RepositoryFragments;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * What Faroe reaches its tables with. The parts are not beans: Boot's own template,
 * converter and transaction manager would back off for them, and the naming strategy and
 * the converters of the host application would change Faroe's columns. Transactions of
 * the host application on the same connection factory are joined all the same, because
 * they are bound to the connection factory.
 */
final class FaroeDatabase {

	private final R2dbcEntityTemplate template;

	private final TransactionalOperator transaction;

	private final SeparateConnection separately;

	FaroeDatabase(ConnectionFactory connectionFactory, TableNames tables, Duration countingTimeout) {
		R2dbcDialect dialect = DialectResolver.getDialect(connectionFactory);
		DatabaseClient client = DatabaseClient.builder()
			.connectionFactory(connectionFactory)
			.bindMarkers(dialect.getBindMarkersFactory())
			.executeFunction(new RedactedStatements())
			.build();
		this.template = new R2dbcEntityTemplate(
				tables.areDefault() ? client : new RenamingDatabaseClient(client, tables), dialect, converter(dialect));
		this.transaction = new TranslatingTransaction(
				TransactionalOperator.create(new R2dbcTransactionManager(connectionFactory)));
		this.separately = new SeparateConnection(connectionFactory, countingTimeout);
	}

	private static MappingR2dbcConverter converter(R2dbcDialect dialect) {
		R2dbcCustomConversions conversions = R2dbcCustomConversions.of(dialect, InstantToSeconds.INSTANCE,
				SecondsToInstant.INSTANCE);
		R2dbcMappingContext context = new R2dbcMappingContext(DefaultNamingStrategy.INSTANCE);
		context.setSimpleTypeHolder(conversions.getSimpleTypeHolder());
		context.setForceQuote(false);
		return new MappingR2dbcConverter(context, conversions);
	}

	<T> T repository(Class<T> type) {
		return repositories().getRepository(type);
	}

	<T> T repository(Class<T> type, Function<R2dbcEntityOperations, List<Object>> fragments) {
		return repositories().getRepository(type, RepositoryFragments.just(fragments.apply(this.template).toArray()));
	}

	private R2dbcRepositoryFactory repositories() {
		R2dbcRepositoryFactory factory = new R2dbcRepositoryFactory(this.template);
		factory.addRepositoryProxyPostProcessor(new FailureTranslation());
		return factory;
	}

	DatabaseClient client() {
		return this.template.getDatabaseClient();
	}

	TransactionalOperator transaction() {
		return this.transaction;
	}

	/**
	 * Return what runs statements that a transaction of the application must not take
	 * back.
	 */
	SeparateConnection separately() {
		return this.separately;
	}

	@WritingConverter
	private enum InstantToSeconds implements Converter<Instant, Long> {

		INSTANCE;

		@Override
		public Long convert(Instant instant) {
			return instant.getEpochSecond();
		}

	}

	@ReadingConverter
	private enum SecondsToInstant implements Converter<Long, Instant> {

		INSTANCE;

		@Override
		public Instant convert(Long seconds) {
			return Instant.ofEpochSecond(seconds);
		}

	}

}

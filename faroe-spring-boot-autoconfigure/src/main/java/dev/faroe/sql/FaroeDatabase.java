package dev.faroe.sql;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import io.r2dbc.spi.ConnectionFactory;

import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;
import org.springframework.data.r2dbc.convert.MappingR2dbcConverter;
import org.springframework.data.r2dbc.convert.R2dbcCustomConversions;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.r2dbc.dialect.DialectResolver;
import org.springframework.data.r2dbc.dialect.R2dbcDialect;
import org.springframework.data.r2dbc.mapping.R2dbcMappingContext;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.r2dbc.repository.support.R2dbcRepositoryFactory;
import org.springframework.data.relational.core.mapping.DefaultNamingStrategy;
import org.springframework.data.relational.core.mapping.RelationalPersistentEntity;
import org.springframework.data.repository.core.support.DefaultRepositoryMetadata;
import org.springframework.data.repository.core.support.PropertiesBasedNamedQueries;
import org.springframework.data.repository.core.support.RepositoryComposition.RepositoryFragments;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.util.Assert;

/**
 * What Faroe reaches its tables with. The parts are not beans: Boot's own template,
 * converter and transaction manager would back off for them, and the naming strategy and
 * the converters of the host application would change Faroe's columns. Transactions of
 * the host application on the same connection factory are joined all the same, because
 * they are bound to the connection factory.
 */
public final class FaroeDatabase {

	private final TableNames tables;

	private final R2dbcEntityTemplate template;

	private final TransactionalOperator transaction;

	private final SeparateConnection separately;

	/**
	 * Create an instance.
	 * @param connectionFactory where connections come from
	 * @param tables where the tables are
	 * @param countingTimeout see {@link SeparateConnection}
	 */
	public FaroeDatabase(ConnectionFactory connectionFactory, TableNames tables, Duration countingTimeout) {
		R2dbcDialect dialect = DialectResolver.getDialect(connectionFactory);
		DatabaseClient client = DatabaseClient.builder()
			.connectionFactory(connectionFactory)
			.bindMarkers(dialect.getBindMarkersFactory())
			.executeFunction(new RedactedStatements())
			.build();
		this.tables = tables;
		this.template = new R2dbcEntityTemplate(client, dialect, converter(dialect));
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

	/**
	 * Create a repository. In the statements of its methods, {@code {table}} is the table
	 * of its entity, {@code {columns}} are its columns, {@code {key}} is the column of
	 * its key and {@code {.code}} that of its member {@code code}; any other name in
	 * braces is that of a table. Methods need different names.
	 * @param type the interface of the repository
	 * @param fragments what implements methods without a statement
	 * @param <T> the interface of the repository
	 * @return the repository
	 */
	public <T> T repository(Class<T> type, Object... fragments) {
		R2dbcRepositoryFactory factory = new R2dbcRepositoryFactory(this.template);
		// The one of the thread may be another, which defines no proxy for what is not
		// public.
		factory.setBeanClassLoader(type.getClassLoader());
		factory.addRepositoryProxyPostProcessor(new FailureTranslation());
		factory.setNamedQueries(new PropertiesBasedNamedQueries(statements(type)));
		return factory.getRepository(type, RepositoryFragments.just(fragments));
	}

	/**
	 * Spring Data looks for a statement under the name of the method before it takes the
	 * one at the method, so that names are put in here, once.
	 */
	private Properties statements(Class<?> repository) {
		RelationalPersistentEntity<?> entity = this.template.getConverter()
			.getMappingContext()
			.getRequiredPersistentEntity(new DefaultRepositoryMetadata(repository).getDomainType());
		Properties statements = new Properties();
		for (Method method : repository.getMethods()) {
			Query query = AnnotationUtils.findAnnotation(method, Query.class);
			if (query != null) {
				Object other = statements.setProperty(entity.getType().getSimpleName() + "." + method.getName(),
						TableNames.replaceBraces(query.value(), (name) -> name(name, entity)));
				Assert.state(other == null, () -> "There are two methods " + method.getName() + " in " + repository);
			}
		}
		return statements;
	}

	private String name(String name, RelationalPersistentEntity<?> entity) {
		if (name.startsWith(".")) {
			return entity.getRequiredPersistentProperty(name.substring(1)).getColumnName().getReference();
		}
		return switch (name) {
			case "table" -> this.tables.name(entity.getTableName().getReference());
			case "key" -> entity.getRequiredIdProperty().getColumnName().getReference();
			case "columns" -> StreamSupport.stream(entity.spliterator(), false)
				.map((property) -> property.getColumnName().getReference())
				.collect(Collectors.joining(", "));
			default -> this.tables.name(name);
		};
	}

	/**
	 * Put the names of tables into a statement: best once, for it takes longer than what
	 * else is done to run it.
	 * @param sql the statement, with names in braces
	 * @return the statement to run
	 */
	public String statement(String sql) {
		return TableNames.replaceBraces(sql, this.tables::name);
	}

	/**
	 * Return what runs statements.
	 * @return the client
	 */
	public DatabaseClient client() {
		return this.template.getDatabaseClient();
	}

	/**
	 * Return what runs statements in one transaction, which is the one of the caller if
	 * there is one.
	 * @return the operator
	 */
	public TransactionalOperator transaction() {
		return this.transaction;
	}

	/**
	 * Return what runs statements that a transaction of the application must not take
	 * back.
	 * @return the connection
	 */
	public SeparateConnection separately() {
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

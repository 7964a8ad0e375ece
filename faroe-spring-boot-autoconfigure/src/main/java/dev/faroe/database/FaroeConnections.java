package dev.faroe.database;

import dev.faroe.FaroeConfigurationException;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.pool.PoolingConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.util.StringUtils;

/**
 * Where Faroe's connections come from: a connection factory of the application, or, with
 * {@code faroe.r2dbc.url}, one of Faroe's own. The latter is no bean, because Boot
 * configures neither a DataSource nor another ConnectionFactory where there is a bean of
 * that type.
 */
final class FaroeConnections implements DisposableBean {

	private final ConnectionFactory factory;

	private final @Nullable ConnectionPool own;

	private FaroeConnections(ConnectionFactory factory, @Nullable ConnectionPool own) {
		this.factory = factory;
		this.own = own;
	}

	/**
	 * Choose a connection factory.
	 */
	static FaroeConnections choose(R2dbcProperties settings, ObjectProvider<ConnectionFactory> marked,
			ObjectProvider<ConnectionFactory> all) {
		if (settings.hasUrl()) {
			if (marked.stream().findAny().isPresent()) {
				throw new FaroeConfigurationException(
						"There is a ConnectionFactory bean with @FaroeConnectionFactory, and faroe.r2dbc.url is set too:"
								+ " Faroe cannot tell which to use.",
						"Remove one of them.");
			}
			ConnectionPool pool = pool(settings);
			return new FaroeConnections(pool, pool);
		}
		ConnectionFactory chosen = marked.getIfUnique(all::getIfUnique);
		if (chosen == null) {
			throw noneOrSeveral(all.stream().findAny().isEmpty());
		}
		return new FaroeConnections(chosen, null);
	}

	private static ConnectionPool pool(R2dbcProperties settings) {
		R2dbcProperties.Pool pool = settings.pool();
		ConnectionPoolConfiguration.Builder builder = ConnectionPoolConfiguration
			.builder(ConnectionFactoryBuilder.withOptions(options(settings)).build())
			.initialSize(Math.min(pool.initialSize(), pool.maxSize()))
			.maxSize(pool.maxSize())
			.maxAcquireTime(pool.maxAcquireTime())
			.maxCreateConnectionTime(pool.maxCreateConnectionTime())
			.maxIdleTime(pool.maxIdleTime());
		PropertyMapper map = PropertyMapper.get();
		map.from(pool.maxLifeTime()).to(builder::maxLifeTime);
		map.from(pool.validationQuery()).whenHasText().to(builder::validationQuery);
		return new ConnectionPool(builder.build());
	}

	private static ConnectionFactoryOptions.Builder options(R2dbcProperties settings) {
		ConnectionFactoryOptions parsed = parse(String.valueOf(settings.url()));
		Object driver = parsed.getValue(ConnectionFactoryOptions.DRIVER);
		if (PoolingConnectionFactoryProvider.POOLING_DRIVER.equals(driver)) {
			throw wrongUrl("it names a pool");
		}
		ConnectionFactoryOptions.Builder options = parsed.mutate();
		if (!parsed.hasOption(ConnectionFactoryOptions.USER) && StringUtils.hasText(settings.username())) {
			options.option(ConnectionFactoryOptions.USER, settings.username());
		}
		if (!parsed.hasOption(ConnectionFactoryOptions.PASSWORD) && StringUtils.hasText(settings.password())) {
			options.option(ConnectionFactoryOptions.PASSWORD, settings.password());
		}
		if (ConnectionFactories.find(options.build()) == null) {
			throw wrongUrl("there is no R2DBC driver for it");
		}
		return options;
	}

	/**
	 * The parser quotes the URL, which can have a password in it.
	 */
	private static ConnectionFactoryOptions parse(String url) {
		try {
			return ConnectionFactoryOptions.parse(url);
		}
		catch (IllegalArgumentException ex) {
			throw wrongUrl("it does not look like r2dbc:postgresql://host:5432/database");
		}
	}

	private static FaroeConfigurationException noneOrSeveral(boolean none) {
		return none ? new FaroeConfigurationException("Faroe needs an R2DBC ConnectionFactory, and there is none.",
				"Set spring.r2dbc.url, or faroe.r2dbc.url for a database of Faroe's own, and add the R2DBC driver of"
						+ " your database (r2dbc-postgresql or r2dbc-h2) to the class path. Set faroe.enabled to false"
						+ " to do without Faroe.")
				: new FaroeConfigurationException(
						"There are several R2DBC ConnectionFactory beans, and Faroe cannot tell which to use.",
						"Mark one of them with @FaroeConnectionFactory, or make one of them @Primary.");
	}

	private static FaroeConfigurationException wrongUrl(String problem) {
		return new FaroeConfigurationException("The value of faroe.r2dbc.url leads to no database: " + problem + ".",
				"Set faroe.r2dbc.url to the R2DBC URL of a PostgreSQL or H2 database, such as"
						+ " r2dbc:postgresql://localhost:5432/faroe, add its driver to the class path, and set the pool"
						+ " with faroe.r2dbc.pool.*.");
	}

	ConnectionFactory factory() {
		return this.factory;
	}

	@Override
	public void destroy() {
		if (this.own != null) {
			this.own.dispose();
		}
	}

}

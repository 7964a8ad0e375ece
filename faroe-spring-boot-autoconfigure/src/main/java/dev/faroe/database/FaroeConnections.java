package dev.faroe.database;

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
	 * @param settings whether there is one of Faroe's own
	 * @param marked that of the application with the mark
	 * @param all those of the application
	 * @return the connections
	 */
	static FaroeConnections choose(R2dbcProperties settings, ObjectProvider<ConnectionFactory> marked,
			ObjectProvider<ConnectionFactory> all) {
		if (settings.hasUrl()) {
			if (marked.stream().findAny().isPresent()) {
				throw new ConnectionFactoryChoiceException(ConnectionFactoryChoiceException.Problem.URL_AND_MARK);
			}
			ConnectionPool pool = pool(settings);
			return new FaroeConnections(pool, pool);
		}
		ConnectionFactory chosen = marked.getIfUnique(all::getIfUnique);
		if (chosen == null) {
			throw new ConnectionFactoryChoiceException(all.stream().findAny().isEmpty()
					? ConnectionFactoryChoiceException.Problem.NONE : ConnectionFactoryChoiceException.Problem.SEVERAL);
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
			throw new DatabaseUrlException("it names a pool");
		}
		ConnectionFactoryOptions.Builder options = parsed.mutate();
		if (!parsed.hasOption(ConnectionFactoryOptions.USER) && StringUtils.hasText(settings.username())) {
			options.option(ConnectionFactoryOptions.USER, settings.username());
		}
		if (!parsed.hasOption(ConnectionFactoryOptions.PASSWORD) && StringUtils.hasText(settings.password())) {
			options.option(ConnectionFactoryOptions.PASSWORD, settings.password());
		}
		if (ConnectionFactories.find(options.build()) == null) {
			throw new DatabaseUrlException("there is no R2DBC driver for it");
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
			throw new DatabaseUrlException("it does not look like r2dbc:postgresql://host:5432/database");
		}
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

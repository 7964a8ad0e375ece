package dev.faroe.sample;

import io.r2dbc.spi.ConnectionFactory;

import org.springframework.boot.r2dbc.ConnectionFactoryDecorator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Has connections to H2 checked less often than each time that the pool hands one out:
 * the check is a statement, and took as long as the one that finds a user.
 */
@Configuration(proxyBeanMethods = false)
class H2Configuration {

	@Bean
	ConnectionFactoryDecorator checkOfConnectionsToH2() {
		return H2Configuration::decorate;
	}

	private static ConnectionFactory decorate(ConnectionFactory connections) {
		return connections.getMetadata().getName().equals("H2") ? new CheckedConnectionFactory(connections)
				: connections;
	}

}

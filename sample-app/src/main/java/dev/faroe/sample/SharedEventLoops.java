package dev.faroe.sample;

import io.r2dbc.spi.Option;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Lets the connections to PostgreSQL use the event loops of the HTTP server instead of as
 * many of their own, so that a request changes threads less often. H2 has no connections
 * and ignores them; a command starts no server.
 */
@Configuration(proxyBeanMethods = false)
class SharedEventLoops {

	/**
	 * What the driver calls {@code PostgresqlConnectionFactoryProvider.LOOP_RESOURCES}.
	 * It is there at run time only.
	 */
	private static final Option<LoopResources> LOOP_RESOURCES = Option.valueOf("loopResources");

	@Bean
	ConnectionFactoryOptionsBuilderCustomizer eventLoopsOfTheServer(ObjectProvider<ReactorResourceFactory> server) {
		return (options) -> server
			.ifAvailable((resources) -> options.option(LOOP_RESOURCES, resources.getLoopResources()));
	}

}

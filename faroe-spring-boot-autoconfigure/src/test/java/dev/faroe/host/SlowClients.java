package dev.faroe.host;

import java.time.Duration;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The example of docs/operations.md on slow clients.
 */
@Configuration(proxyBeanMethods = false)
class SlowClients {

	@Bean
	NettyServerCustomizer bodyTimeout() {
		return (server) -> server.requestTimeout(Duration.ofSeconds(20));
	}

}

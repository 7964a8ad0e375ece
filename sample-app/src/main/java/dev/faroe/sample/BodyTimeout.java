package dev.faroe.sample;

import java.time.Duration;

import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;

/**
 * Closes the connection of a client whose body does not come to its end in time, however
 * often a byte of it comes. Spring Boot has no property for it.
 */
@Component
class BodyTimeout implements NettyServerCustomizer {

	private final Duration timeout;

	BodyTimeout(@Value("${sample.http.body-timeout}") Duration timeout) {
		this.timeout = timeout;
	}

	@Override
	public HttpServer apply(HttpServer server) {
		return server.requestTimeout(this.timeout);
	}

}

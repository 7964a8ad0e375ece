package dev.faroe.host;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserQuery;
import dev.faroe.user.UserService;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has PostgreSQL's connections use the event loops of its server, and
 * one that does not.
 */
class SharedEventLoopsHostTests {

	@ParameterizedTest
	@CsvSource({ "dev.faroe.host.SharedEventLoopsHostTests$Host, webflux-http-",
			"dev.faroe.host.SharedEventLoopsHostTests$Routes, reactor-tcp-" })
	void databaseAnswersOnTheEventLoopsThatTheApplicationChose(Class<?> host, String expected) {
		try (FaroeServer server = FaroeServer.start(TestDatabase.POSTGRESQL.create(), new Class<?>[] { host })) {
			server.client()
				.get()
				.uri("/thread")
				.exchange()
				.expectBody(String.class)
				.value((thread) -> assertThat(thread).startsWith(expected));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(FaroeServer.Host.class)
	static class Routes {

		@Bean
		RouterFunction<ServerResponse> thread(UserService users) {
			return RouterFunctions.route()
				.GET("/thread",
						(request) -> users.list(UserQuery.DEFAULT)
							.map((page) -> Thread.currentThread().getName())
							.flatMap((name) -> ServerResponse.ok().bodyValue(name)))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Routes.class)
	static class Host {

		@Bean
		ConnectionFactoryOptionsBuilderCustomizer eventLoopsOfTheServer(ReactorResourceFactory server) {
			return (options) -> options.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES,
					server.getLoopResources());
		}

	}

}

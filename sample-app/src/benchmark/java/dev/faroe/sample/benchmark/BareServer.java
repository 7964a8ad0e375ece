package dev.faroe.sample.benchmark;

import java.util.Objects;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * What the stack can do at best: a WebFlux application with one route that answers at
 * once, and one that answers with the row of one query. No actuator, no metrics, no
 * filter.
 */
@ImportAutoConfiguration({ CodecsAutoConfiguration.class, DataR2dbcAutoConfiguration.class,
		HttpHandlerAutoConfiguration.class, JacksonAutoConfiguration.class,
		NettyReactiveWebServerAutoConfiguration.class, R2dbcAutoConfiguration.class, WebFluxAutoConfiguration.class })
public class BareServer {

	private static final String QUERY = """
			SELECT id, created_at, email, email_verified, recovery_code,
				EXISTS (SELECT 1 FROM faroe_totp_credential WHERE user_id = faroe_user.id) AS totp_registered
			FROM faroe_user WHERE id = $1""";

	/**
	 * Start the server.
	 * @param args properties, as {@code --name=value}
	 */
	public static void main(String[] args) {
		System.setProperty("reactor.netty.ioWorkerCount", Integer.toString(Runtime.getRuntime().availableProcessors()));
		WebServer server = ((ReactiveWebServerApplicationContext) SpringApplication.run(BareServer.class, args))
			.getWebServer();
		System.out.println("Netty started on port " + Objects.requireNonNull(server).getPort());
	}

	/**
	 * The event loops of the sample application, which are part of what the stack can do.
	 */
	@Bean
	ConnectionFactoryOptionsBuilderCustomizer eventLoopsOfTheServer(ReactorResourceFactory resources) {
		return (options) -> options.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES,
				resources.getLoopResources());
	}

	@Bean
	RouterFunction<ServerResponse> routes(DatabaseClient databaseClient) {
		return RouterFunctions.route()
			.GET("/bare",
					(request) -> ServerResponse.ok()
						.contentType(MediaType.APPLICATION_JSON)
						.bodyValue("{\"error\":\"NOT_AUTHENTICATED\"}"))
			.GET("/one-query/{id}", (request) -> oneQuery(databaseClient, request))
			.build();
	}

	private static Mono<ServerResponse> oneQuery(DatabaseClient databaseClient, ServerRequest request) {
		return databaseClient.sql(QUERY)
			.bind(0, request.pathVariable("id"))
			.map(User::of)
			.one()
			.flatMap((user) -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(user));
	}

	record User(String id, long createdAt, @Nullable String email, boolean emailVerified, String recoveryCode,
			boolean totpRegistered) {

		static User of(Row row, RowMetadata metadata) {
			return new User(required(row.get(0, String.class)), required(row.get(1, Long.class)),
					row.get(2, String.class), required(row.get(3, Boolean.class)), required(row.get(4, String.class)),
					required(row.get(5, Boolean.class)));
		}

		private static <T> T required(@Nullable T value) {
			return Objects.requireNonNull(value);
		}

	}

}

package dev.faroe.sample.benchmark;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The least that serves a row of a database with WebFlux and R2DBC: what the start of the
 * sample application is compared with. Has to be the only class of its jar, or else it
 * would find others to make beans of.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class BareApplication {

	/**
	 * Start the server.
	 * @param args properties, as {@code --name=value}
	 */
	public static void main(String[] args) {
		SpringApplication.run(BareApplication.class, args);
	}

	@Bean
	RouterFunction<ServerResponse> row(DatabaseClient database) {
		return RouterFunctions.route()
			.GET("/row",
					(request) -> database.sql("SELECT 1")
						.map((row) -> String.valueOf(row.get(0)))
						.one()
						.flatMap(ServerResponse.ok()::bodyValue))
			.build();
	}

}

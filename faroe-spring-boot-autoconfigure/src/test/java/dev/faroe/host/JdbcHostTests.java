package dev.faroe.host;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on the servlet stack with JDBC keeps its DataSource, while Faroe has a
 * database of its own.
 */
@Tag("one-jdk")
class JdbcHostTests {

	@ParameterizedTest
	@DatabaseSource
	void usesItsDataSourceAndFaroesServicesAtOnce(TestDatabase database) throws Exception {
		Stream<String> own = database.create()
			.stream()
			.map((property) -> property.replace("spring.r2dbc.", "faroe.r2dbc."));
		List<String> others = List.of("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
				"spring.datasource.url=jdbc:h2:mem:jdbc_host_" + database, "spring.flyway.enabled=false",
				"spring.liquibase.enabled=false", "faroe.r2dbc.initialize-schema=always",
				"faroe.password.breach-check.enabled=false", FaroeServer.WITHOUT_SPRING_SECURITY);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Host.class)
			.web(WebApplicationType.SERVLET)
			.run(Stream.concat(own, others.stream()).map((property) -> "--" + property).toArray(String[]::new))) {
			JdbcTemplate accounts = context.getBean(JdbcTemplate.class);
			assertThat(context.getBeanNamesForType(PlatformTransactionManager.class)).hasSize(1);
			assertThat(context.getBeanNamesForType(ConnectionFactory.class)).isEmpty();
			accounts.execute("CREATE TABLE account (user_id VARCHAR(24) PRIMARY KEY)");
			String id = signUp(context);
			assertThat(accounts.queryForList("SELECT user_id FROM account", String.class)).containsExactly(id);
			assertThat(context.getBean(UserService.class).get(id).map(User::email).block())
				.isEqualTo("ann@example.com");
			assertThat(accounts.queryForList("SELECT table_name FROM information_schema.tables", String.class))
				.noneMatch((table) -> table.toLowerCase(Locale.ROOT).startsWith("faroe"));
		}
	}

	private static String signUp(ConfigurableApplicationContext context) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
				+ "/sign-up?email=ann@example.com");
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri)
				.POST(HttpRequest.BodyPublishers.ofString("a long enough password"))
				.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	@EnableAutoConfiguration
	static class Host {

		@Bean
		RouterFunction<ServerResponse> signUp(UserService users, JdbcTemplate accounts) {
			return RouterFunctions.route().POST("/sign-up", (request) -> {
				String id = users
					.create(request.param("email").orElseThrow(), request.body(String.class),
							request.servletRequest().getRemoteAddr())
					.map(User::id)
					.block();
				accounts.update("INSERT INTO account VALUES (?)", id);
				return ServerResponse.ok().body(String.valueOf(id));
			}).build();
		}

	}

}

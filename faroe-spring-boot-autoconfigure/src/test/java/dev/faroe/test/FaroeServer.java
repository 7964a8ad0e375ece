package dev.faroe.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * A running application with the REST API and nothing else, on a port, with a clock that
 * stands still. Hashing is cheap, and passwords are not checked against breaches.
 */
public final class FaroeServer implements AutoCloseable {

	public static final String CREDENTIAL = "test-credential";

	private static final Map<TestDatabase, FaroeServer> SHARED = new EnumMap<>(TestDatabase.class);

	private final ConfigurableApplicationContext context;

	private FaroeServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Return the server with default settings that all tests of a JVM share.
	 * @param database the database
	 * @return the server
	 */
	public static synchronized FaroeServer shared(TestDatabase database) {
		return SHARED.computeIfAbsent(database, FaroeServer::start);
	}

	/**
	 * Start a server on a database of its own.
	 * @param database the database
	 * @param properties more properties, as {@code name=value}
	 * @return the server
	 */
	public static FaroeServer start(TestDatabase database, String... properties) {
		return start(database.create(), new Class<?>[] { Host.class }, properties);
	}

	/**
	 * Start a server.
	 * @param database the properties that lead to the database
	 * @param configuration the configuration of the host application
	 * @param properties more properties, as {@code name=value}
	 * @return the server
	 */
	public static FaroeServer start(List<String> database, Class<?>[] configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "faroe.rest.enabled=true", "faroe.rest.claim-unknown-paths=true",
				"faroe.rest.credential=" + CREDENTIAL, "faroe.r2dbc.initialize-schema=always",
				"faroe.password.argon2.memory=64KB", "faroe.password.argon2.iterations=1",
				"faroe.password.breach-check.enabled=false", "spring.r2dbc.pool.max-size=20"));
		all.addAll(database);
		all.addAll(List.of(properties));
		String[] arguments = all.stream().map((property) -> "--" + property).toArray(String[]::new);
		return new FaroeServer(
				new SpringApplicationBuilder(configuration).web(WebApplicationType.REACTIVE).run(arguments));
	}

	public String url() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
	}

	/**
	 * Return a client that sends the credential.
	 * @return the client
	 */
	public WebTestClient client() {
		return anonymousClient().mutate().defaultHeader(HttpHeaders.AUTHORIZATION, CREDENTIAL).build();
	}

	public WebTestClient anonymousClient() {
		return WebTestClient.bindToServer().baseUrl(url()).build();
	}

	public MutableClock clock() {
		return bean(MutableClock.class);
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public DatabaseClient database() {
		return bean(DatabaseClient.class);
	}

	public void deleteAllUsers() {
		database().sql("DELETE FROM faroe_user").then().block();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Host {

		/**
		 * Without it, the first server to close would take the event loops of all others
		 * along.
		 */
		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

		@Bean
		MutableClock clock() {
			return new MutableClock();
		}

	}

}

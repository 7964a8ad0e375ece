package dev.faroe.test;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * A running application with the REST API and nothing else, on a port, with a clock that
 * stands still. Hashing is cheap, and passwords are not checked against breaches.
 */
public final class FaroeServer implements AutoCloseable {

	public static final String CREDENTIAL = "a-test-credential";

	/**
	 * The property that switches Spring Security on, which tests have on their class
	 * path.
	 */
	public static final String WITH_SPRING_SECURITY = "spring.autoconfigure.exclude=";

	/**
	 * The property that switches the actuator with its metrics on, and Redis without
	 * limits in it: to set them up takes as long as everything else.
	 */
	public static final String WITH_ACTUATOR = "test.with-actuator=true";

	private static final String EXCLUDE = "spring.autoconfigure.exclude";

	private static final String ACTUATOR = autoConfigurations(
			Pattern.compile(".*\\.(actuate|info|metrics|micrometer|health)\\..*"));

	private static final String REDIS = autoConfigurations(Pattern.compile(".*\\.data\\.redis\\..*"));

	/** Sessions are in memory, unless a test says where in Redis they are. */
	private static final String SESSIONS = autoConfigurations(Pattern.compile(".*\\.session\\..*"));

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";

	/**
	 * The property that keeps Spring Security away, as if it was not on the class path.
	 */
	public static final String WITHOUT_SPRING_SECURITY = WITH_SPRING_SECURITY + String.join(",",
			SECURITY + "ReactiveUserDetailsServiceAutoConfiguration",
			SECURITY + "actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration",
			SECURITY + "actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
			SECURITY + "web.reactive.ReactiveWebSecurityAutoConfiguration",
			SECURITY + "UserDetailsServiceAutoConfiguration", SECURITY + "web.servlet.SecurityFilterAutoConfiguration",
			SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration");

	private static final List<String> DEFAULTS = List.of("server.port=0", "server.address=127.0.0.1",
			"spring.main.banner-mode=off", "faroe.rest.enabled=true", "faroe.rest.claim-unknown-paths=true",
			"faroe.rest.credential=" + CREDENTIAL, "faroe.r2dbc.initialize-schema=always",
			"faroe.password.argon2.memory=64KB", "faroe.password.argon2.iterations=1",
			"faroe.password.breach-check.enabled=false", "faroe.security.sessions.check-interval=0s",
			"spring.r2dbc.pool.max-size=20", WITHOUT_SPRING_SECURITY);

	/** What a loaded machine may need; it is no assertion. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final Map<TestDatabase, FaroeServer> SHARED = new EnumMap<>(TestDatabase.class);

	private static final Map<Integer, FaroeServer> BY_PORT = new ConcurrentHashMap<>();

	private final ConfigurableApplicationContext context;

	private @Nullable OpenApiContract contract;

	private FaroeServer(ConfigurableApplicationContext context) {
		this.context = context;
		BY_PORT.put(port(), this);
	}

	/**
	 * Return the server that answers at an address.
	 * @param url the address
	 * @return the server, or {@code null} if it is none of these
	 */
	static @Nullable FaroeServer at(URI url) {
		return BY_PORT.get(url.getPort());
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
		Map<String, String> all = new LinkedHashMap<>();
		Stream.of(DEFAULTS, database, List.of(properties))
			.flatMap(List::stream)
			.map((property) -> property.split("=", 2))
			.forEach((property) -> all.put(property[0], property[1]));
		boolean sessions = all.containsKey("spring.session.data.redis.repository-type");
		if (!sessions) {
			all.merge(EXCLUDE, SESSIONS, (before, added) -> before + "," + added);
		}
		if (!all.containsKey("test.with-actuator")) {
			all.merge(EXCLUDE, ACTUATOR, (before, added) -> before + "," + added);
			if (!sessions && !"redis".equals(all.get("faroe.rate-limit.store"))) {
				all.merge(EXCLUDE, REDIS, (before, added) -> before + "," + added);
			}
		}
		String[] arguments = all.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
		return new FaroeServer(
				new SpringApplicationBuilder(configuration).web(WebApplicationType.REACTIVE).run(arguments));
	}

	private static String autoConfigurations(Pattern names) {
		return StreamSupport
			.stream(ImportCandidates.load(AutoConfiguration.class, FaroeServer.class.getClassLoader()).spliterator(),
					false)
			.filter((name) -> name.startsWith("org.springframework.") && names.matcher(name).matches())
			.collect(Collectors.joining(","));
	}

	public String url() {
		return "http://127.0.0.1:" + port();
	}

	private int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * Return what the server says about itself.
	 * @return the contract, or {@code null} if the server has no OpenAPI document
	 */
	synchronized @Nullable OpenApiContract contract() {
		Environment environment = this.context.getEnvironment();
		if (this.contract == null && environment.getProperty("faroe.rest.openapi.enabled", Boolean.class, true)) {
			String document = anonymousClient().get()
				.uri(environment.getProperty("faroe.rest.base-path", "") + "/openapi.json")
				.header(HttpHeaders.AUTHORIZATION, environment.getRequiredProperty("faroe.rest.credential"))
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.returnResult()
				.getResponseBody();
			this.contract = new OpenApiContract(JsonMapper.shared().readTree(document));
		}
		return this.contract;
	}

	/**
	 * Return a client that sends the credential.
	 * @return the client
	 */
	public WebTestClient client() {
		return anonymousClient().mutate().defaultHeader(HttpHeaders.AUTHORIZATION, CREDENTIAL).build();
	}

	public WebTestClient anonymousClient() {
		return WebTestClient.bindToServer().baseUrl(url()).responseTimeout(PATIENCE).build();
	}

	public MutableClock clock() {
		return bean(MutableClock.class);
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Return a bean that is found by its name alone, such as those that features work
	 * together with.
	 */
	@SuppressWarnings("unchecked")
	public <T> T bean(String name) {
		return (T) this.context.getBean(name);
	}

	public DatabaseClient database() {
		return bean(DatabaseClient.class);
	}

	public void deleteAllUsers() {
		database().sql("DELETE FROM faroe_user").then().block();
	}

	@Override
	public void close() {
		BY_PORT.remove(port(), this);
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

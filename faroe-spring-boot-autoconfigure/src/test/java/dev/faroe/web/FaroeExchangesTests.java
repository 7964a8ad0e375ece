package dev.faroe.web;

import java.util.List;
import java.util.Optional;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the application answers on paths of Faroe's keeps the protection of the
 * application, wherever it hides.
 */
@Tag("one-jdk")
class FaroeExchangesTests {

	private @Nullable FaroeServer server;

	private FaroeServer start(Class<?> host, String... properties) {
		FaroeServer started = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { host }, properties);
		this.server = started;
		return started;
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private static int status(WebTestClient client, HttpMethod method, String path) {
		return client.method(method).uri(path).exchange().returnResult(String.class).getStatus().value();
	}

	@Test
	void leavesToTheApplicationWhatCodeNestsBelowAnotherPath() {
		FaroeServer started = start(Tenants.class, FaroeServer.WITH_SPRING_SECURITY);
		assertThat(status(started.anonymousClient(), HttpMethod.GET, "/users/pages")).isEqualTo(401);
		assertThat(status(started.anonymousClient(), HttpMethod.POST, "/users/pages")).isEqualTo(403);
		assertThat(status(started.client(), HttpMethod.GET, "/users/other")).isEqualTo(404);
		assertThat(status(started.client(), HttpMethod.POST, "/users")).isEqualTo(400);
	}

	/**
	 * The filters of the application are also those of the port of the actuator.
	 */
	@Test
	void leavesToTheApplicationWhatTheActuatorAnswersOnAnotherPort() {
		FaroeServer started = start(Actuator.class, FaroeServer.WITH_ACTUATOR, "management.server.port=0",
				"management.endpoints.web.base-path=/", "management.endpoints.web.exposure.include=*",
				FaroeServer.WITH_SPRING_SECURITY + "org.springframework.boot.tomcat.autoconfigure.actuate.web.server"
						+ ".TomcatReactiveManagementContextAutoConfiguration");
		String port = started.bean(Environment.class).getRequiredProperty("local.management.port");
		WebTestClient visitor = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
		WebTestClient client = visitor.mutate()
			.defaultHeader(HttpHeaders.AUTHORIZATION, FaroeServer.CREDENTIAL)
			.build();
		for (WebTestClient each : List.of(visitor, client)) {
			assertThat(status(each, HttpMethod.GET, "/users")).isEqualTo(401);
			assertThat(status(each, HttpMethod.GET, "/users/x")).isEqualTo(401);
			assertThat(status(each, HttpMethod.POST, "/users/x")).isEqualTo(403);
		}
		assertThat(status(started.client(), HttpMethod.POST, "/users")).isEqualTo(400);
	}

	@Import(FaroeServer.Host.class)
	static class Tenants {

		@Bean
		RouterFunction<ServerResponse> pages() {
			return RouterFunctions.route()
				.nest(new Tenant(), (tenant) -> tenant.path("/pages",
						(pages) -> pages.route((request) -> true, (request) -> ServerResponse.ok().bodyValue("pages"))))
				.build();
		}

	}

	/**
	 * Takes the first segment away, whatever it is.
	 */
	private static final class Tenant implements RequestPredicate {

		@Override
		public boolean test(ServerRequest request) {
			return true;
		}

		@Override
		public Optional<ServerRequest> nest(ServerRequest request) {
			int rest = request.path().indexOf('/', 1);
			return (rest < 0) ? Optional.empty() : Optional.of(ServerRequest.create(
					request.exchange().mutate().request((inner) -> inner.path(request.path().substring(rest))).build(),
					request.messageReaders()));
		}

	}

	@Import(FaroeServer.Host.class)
	static class Actuator {

		@Bean
		Users users() {
			return new Users();
		}

	}

	@Endpoint(id = "users")
	static class Users {

		@ReadOperation
		String all() {
			return "all";
		}

		@ReadOperation
		String one(@Selector String id) {
			return id;
		}

		@WriteOperation
		String change(@Selector String id) {
			return id;
		}

	}

}

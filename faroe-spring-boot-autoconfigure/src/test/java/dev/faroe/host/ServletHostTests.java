package dev.faroe.host;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import dev.faroe.web.FaroeRoutes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on the servlet stack has Faroe's services, and is told that it cannot
 * have the REST API.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServletHostTests {

	@Test
	void usesTheServices(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start("faroe.rest.enabled=false")) {
			HttpRequest signUp = HttpRequest.newBuilder(uri(context, "/sign-up?email=ann@example.com"))
				.POST(HttpRequest.BodyPublishers.ofString("a long enough password"))
				.build();
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(signUp, HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).hasSize(24);
		}
		assertThat(output).doesNotContain("faroe.rest.enabled");
	}

	@Test
	void isToldThatThereIsNoRestApi(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start("faroe.rest.enabled=true",
				"faroe.rest.credential=credential")) {
			assertThat(context.getBeanNamesForType(UserService.class)).hasSize(1);
			assertThat(context.getBeanNamesForType(FaroeRoutes.class)).isEmpty();
			HttpRequest users = HttpRequest.newBuilder(uri(context, "/users"))
				.header("Authorization", "credential")
				.build();
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(users, HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(404);
		}
		assertThat(output).containsOnlyOnce("faroe.rest.enabled is true, but there is no REST API");
	}

	private static ConfigurableApplicationContext start(String... properties) {
		List<String> all = new ArrayList<>(TestDatabase.H2.create());
		all.addAll(List.of("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
				"faroe.password.breach-check.enabled=false", FaroeServer.WITHOUT_SPRING_SECURITY));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(Host.class).web(WebApplicationType.SERVLET)
			.run(all.stream().map((property) -> "--" + property).toArray(String[]::new));
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
	}

	// What follows is the example of docs/embedding.md.
	static class SignUp {

		private final UserService users;

		SignUp(UserService users) {
			this.users = users;
		}

		Mono<User> signUp(String email, String password, String clientIp) {
			return this.users.create(email, password, clientIp);
		}

	}

	@EnableAutoConfiguration
	static class Host {

		@Bean
		RouterFunction<ServerResponse> signUp(UserService users) {
			SignUp signUp = new SignUp(users);
			return RouterFunctions.route()
				.POST("/sign-up",
						(request) -> ServerResponse.async(signUp
							.signUp(request.param("email").orElseThrow(), request.body(String.class),
									request.servletRequest().getRemoteAddr())
							.map((user) -> ServerResponse.ok().body(user.id()))))
				.build();
		}

	}

}

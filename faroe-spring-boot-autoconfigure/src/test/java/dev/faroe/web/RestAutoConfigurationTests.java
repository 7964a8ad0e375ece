package dev.faroe.web;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.faroe.database.FaroeConnectionFactory;
import dev.faroe.test.StartFailure;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When and what of the REST API is set up.
 */
@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class RestAutoConfigurationTests {

	private static final String COLLISION = "Routes of the application and of Faroe's REST API collide";

	private static final AutoConfigurations AUTO_CONFIGURATIONS = WithFaroe.and(R2dbcAutoConfiguration.class,
			WebFluxAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new));

	private final ReactiveWebApplicationContextRunner enabled = this.runner
		.withPropertyValues("faroe.rest.enabled=true", "faroe.rest.credential=credential");

	@Test
	void isOffByDefault() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FaroeRoutes.class));
	}

	@Test
	void isOnIfToldSo() {
		this.enabled.run((context) -> assertThat(context).hasSingleBean(FaroeRoutes.class)
			.hasBean("faroeRouterFunction")
			.doesNotHaveBean(UnknownPathMapping.class));
		this.enabled.withPropertyValues("faroe.rest.base-path=/auth")
			.run((context) -> assertThat(context).hasSingleBean(UnknownPathMapping.class));
	}

	@Test
	void warnsOfRoutesOfTheApplicationThatAreNeverReached(CapturedOutput output) {
		this.enabled.withPropertyValues("faroe.rest.base-path=/auth")
			.withBean(MembersController.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(COLLISION)
			.contains("faroe.rest.base-path", "faroe.rest.exclude")
			.contains("Faroe answers POST /auth/users, GET /auth/users, so that " + MembersController.class.getName()
					+ "#list() is never asked for /auth/users")
			.contains("#me() is never asked for /auth/users/me")
			.doesNotContain("#other()");
	}

	@Test
	void warnsOfEndpointsThatTheApplicationAnswersInstead(CapturedOutput output) {
		this.enabled
			.withBean("members", RouterFunction.class,
					() -> RouterFunctions.route()
						.path("/users",
								(nest) -> nest.GET("", (request) -> ServerResponse.ok().build())
									.GET("/me", (request) -> ServerResponse.ok().build())
									.PUT("/{id}", (request) -> ServerResponse.ok().build()))
						.build())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(COLLISION)
			.contains("router function members answers GET /users instead of Faroe")
			.doesNotContain("answers GET /users/{user_id}", "answers DELETE");
	}

	@Test
	void saysNothingOfRoutesThatDoNotCollide(CapturedOutput output) {
		this.enabled.withPropertyValues("faroe.rest.base-path=/accounts")
			.withBean(MembersController.class)
			.withBean("pages", RouterFunction.class,
					() -> RouterFunctions.route()
						.GET("/", (request) -> ServerResponse.ok().build())
						.GET("/accounts/sign-in", (request) -> ServerResponse.ok().build())
						.GET("/auth/**", (request) -> ServerResponse.ok().build())
						.build())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(COLLISION);
	}

	@Test
	void backsOffWithoutAReactiveWebServer() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues("faroe.rest.enabled=true", "faroe.rest.credential=credential")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FaroeRoutes.class));
	}

	@Test
	void servesNothingWhenEveryGroupIsExcluded() {
		this.enabled.withPropertyValues("faroe.rest.include=users", "faroe.rest.exclude=users")
			.run((context) -> client(context.getBean(FaroeRoutes.class)).get()
				.uri("/users")
				.exchange()
				.expectStatus()
				.isNotFound());
	}

	@Test
	void backsOffForRouterFunctionOfTheApplication() {
		this.enabled
			.withBean("faroeRouterFunction", RouterFunction.class,
					() -> RouterFunctions.route().GET("/", (request) -> ServerResponse.ok().build()).build())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@EnumSource(value = EndpointGroup.class, mode = EnumSource.Mode.EXCLUDE,
			names = { "SDK_0_2", "ACCOUNT_STATE", "PASSKEYS" })
	void includesGroup(EndpointGroup group) {
		this.enabled.withPropertyValues("faroe.rest.include=" + name(group))
			.run((context) -> assertThat(context.getBean(RestProperties.class).groups()).containsExactly(group));
	}

	@ParameterizedTest
	@EnumSource(value = EndpointGroup.class, mode = EnumSource.Mode.EXCLUDE,
			names = { "SDK_0_2", "ACCOUNT_STATE", "PASSKEYS" })
	void excludesGroup(EndpointGroup group) {
		Set<EndpointGroup> others = EnumSet.allOf(EndpointGroup.class);
		others.remove(group);
		others.remove(EndpointGroup.SDK_0_2);
		others.remove(EndpointGroup.ACCOUNT_STATE);
		others.remove(EndpointGroup.PASSKEYS);
		this.enabled.withPropertyValues("faroe.rest.exclude=" + name(group))
			.run((context) -> assertThat(context.getBean(RestProperties.class).groups())
				.containsExactlyInAnyOrderElementsOf(others));
	}

	@Test
	void addsEndpointsThatAreNotInTheReferenceOnlyIfToldSo() {
		this.enabled.run((context) -> assertThat(context.getBean(RestProperties.class).groups())
			.doesNotContain(EndpointGroup.SDK_0_2, EndpointGroup.ACCOUNT_STATE, EndpointGroup.PASSKEYS)
			.hasSize(EndpointGroup.values().length - 3));
		this.enabled
			.withPropertyValues("faroe.rest.include=sdk-0.2,account-state,passkeys", "faroe.passkeys.enabled=true",
					"faroe.passkeys.origins=https://shop.example")
			.run((context) -> assertThat(context.getBean(RestProperties.class).groups())
				.containsExactly(EndpointGroup.values()));
	}

	@Test
	void knowsNoPathOfAnExcludedGroup() {
		this.enabled.withPropertyValues("faroe.rest.exclude=authentication", "faroe.rest.claim-unknown-paths=true")
			.run((context) -> {
				WebTestClient client = client(context.getBean(FaroeRoutes.class));
				client.post().uri("/authenticate/password").exchange().expectStatus().isNotFound();
				client.get().uri("/users").exchange().expectStatus().isOk();
			});
		this.enabled.withPropertyValues("faroe.rest.include=authentication", "faroe.rest.claim-unknown-paths=true")
			.run((context) -> {
				WebTestClient client = client(context.getBean(FaroeRoutes.class));
				client.method(HttpMethod.POST).uri("/authenticate/password").exchange().expectStatus().isBadRequest();
				client.get().uri("/users").exchange().expectStatus().isNotFound();
			});
	}

	private static WebTestClient client(FaroeRoutes routes) {
		return WebTestClient.bindToRouterFunction(routes.documented().and(routes.unknown()))
			.configureClient()
			.defaultHeader(HttpHeaders.AUTHORIZATION, "credential")
			.build();
	}

	private static String name(EndpointGroup group) {
		return group.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "unset",
			value = { "unset | Set faroe.rest.credential to a long random text",
					"'' | Set faroe.rest.credential to a long random text",
					"'   ' | Set faroe.rest.credential to a long random text",
					"' leading' | Set faroe.rest.credential to printable ASCII",
					"ümlaut | Set faroe.rest.credential to printable ASCII" })
	void saysThatACredentialIsNeeded(@Nullable String credential, String action) {
		ReactiveWebApplicationContextRunner on = this.runner.withPropertyValues("faroe.rest.enabled=true");
		if (credential != null) {
			on = withProperty(on, "faroe.rest.credential", credential);
		}
		on.run((context) -> assertThat(StartFailure.analyze(context.getStartupFailure()).getAction())
			.startsWith(action));
	}

	@Test
	void saysThatAPreviousCredentialIsUnusable() {
		withProperty(this.enabled, "faroe.rest.previous-credentials[0]", "  ")
			.run((context) -> assertThat(StartFailure.analyze(context.getStartupFailure()).getAction())
				.startsWith("Set faroe.rest.previous-credentials"));
	}

	@Test
	void saysThatAConnectionFactoryIsNeeded() {
		new ReactiveWebApplicationContextRunner().withConfiguration(WithFaroe.and())
			.run((context) -> assertThat(StartFailure.analyze(context.getStartupFailure()).getAction())
				.startsWith("Set spring.r2dbc.url"));
	}

	@Test
	void saysThatOneOfSeveralConnectionFactoriesHasToBeMarked() {
		this.runner.withBean("first", ConnectionFactory.class, () -> ConnectionFactories.get("r2dbc:h2:mem:///first"))
			.withBean("second", ConnectionFactory.class, () -> ConnectionFactories.get("r2dbc:h2:mem:///second"))
			.run((context) -> assertThat(StartFailure.analyze(context.getStartupFailure()).getAction())
				.contains("@FaroeConnectionFactory"));
	}

	@Test
	void warnsOfCredentialsThatCanBeGuessed(CapturedOutput output) {
		this.runner
			.withPropertyValues("faroe.rest.enabled=true", "faroe.rest.credential=fifteen-letters",
					"faroe.rest.previous-credentials=a-former-short1,sixteen-letters!")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("faroe.rest.credential has fewer than 16 characters")
			.containsOnlyOnce("faroe.rest.previous-credentials has fewer than 16 characters")
			.doesNotContain("fifteen-letters")
			.doesNotContain("a-former-short1");
	}

	/**
	 * Sets a property without the trimming of {@code withPropertyValues}.
	 */
	private static ReactiveWebApplicationContextRunner withProperty(ReactiveWebApplicationContextRunner runner,
			String name, String value) {
		return runner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("untrimmed", Map.of(name, value))));
	}

	@RestController
	static class MembersController {

		@GetMapping("/auth/users")
		Mono<String> list() {
			return Mono.empty();
		}

		@GetMapping("/auth/users/me")
		Mono<String> me() {
			return Mono.empty();
		}

		@GetMapping({ "/auth/{page}", "/auth/users/{id}/photo", "/users" })
		Mono<String> other() {
			return Mono.empty();
		}

	}

}

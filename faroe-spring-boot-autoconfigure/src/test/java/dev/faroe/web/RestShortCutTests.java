package dev.faroe.web;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which requests Spring Security gets to see.
 */
@Tag("one-jdk")
class RestShortCutTests {

	/** Counts requests that have come to Spring Security. */
	private static final AtomicInteger seen = new AtomicInteger();

	private @Nullable FaroeServer server;

	private WebTestClient client = WebTestClient.bindToServer().build();

	private void start(Class<?> host, String... properties) {
		this.server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { Counting.class, host },
				Stream.concat(Stream.of(FaroeServer.WITH_SPRING_SECURITY), Stream.of(properties))
					.toArray(String[]::new));
		this.client = this.server.client();
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	/**
	 * Send a request.
	 * @return the status, and whether Spring Security has seen it
	 */
	private String get(String path) {
		int before = seen.get();
		int status = this.client.get().uri(path).exchange().expectBody().returnResult().getStatus().value();
		return status + ((seen.get() > before) ? " seen" : " spared");
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "true" })
	void noneThatFaroeAnswersWhereNothingElseWouldCome(String logIn) {
		start(FaroeServer.Host.class, "faroe.security.log-in.enabled=" + logIn,
				"faroe.security.visitors.in-cookies=" + logIn);
		assertThat(get("/users")).isEqualTo("200 spared");
		assertThat(get("/users/x")).isEqualTo("404 spared");
		this.client = server().anonymousClient();
		assertThat(get("/users")).isEqualTo("401 spared");
	}

	@Test
	void allThatFaroeDoesNotAnswer() {
		start(FaroeServer.Host.class, "faroe.rest.base-path=/auth");
		assertThat(get("/auth/users")).isEqualTo("200 spared");
		assertThat(get("/users")).isEqualTo("401 seen");
		assertThat(get("/auth/unknown")).endsWith(" seen");
		assertThat(get("/")).isEqualTo("401 seen");
	}

	@Test
	void thoseWithAnOddPath() {
		start(FaroeServer.Host.class);
		assertThat(get("/users/a~b")).isEqualTo("404 seen");
		assertThat(get("/users/a b")).endsWith(" seen");
	}

	@Test
	void allWithAFilterOfTheApplicationBehind() {
		start(OwnFilter.class);
		assertThat(get("/users")).isEqualTo("200 seen");
		assertThat(OwnFilter.paths.get()).isPositive();
	}

	@Test
	void allWithAChainOfTheApplicationBefore() {
		start(OwnChainFirst.class);
		assertThat(get("/users")).isEqualTo("403 seen");
		assertThat(get("/users/x")).isEqualTo("404 seen");
	}

	@Test
	void allWithAFirewallOfTheApplication() {
		start(OwnFirewall.class);
		assertThat(get("/users")).isEqualTo("400 seen");
	}

	@Test
	void allWhereItsFiltersAreObserved() {
		start(Observed.class);
		assertThat(get("/users")).isEqualTo("200 seen");
	}

	@Test
	void noneWhereOnlyLogInsAreObserved() {
		start(LogInsObserved.class);
		assertThat(get("/users")).isEqualTo("200 spared");
	}

	private FaroeServer server() {
		if (this.server == null) {
			throw new IllegalStateException("There is no server");
		}
		return this.server;
	}

	static class Counting {

		@Bean
		static BeanPostProcessor counting() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					if (bean instanceof WebFilterChainProxy proxy) {
						proxy.setFilterChainDecorator(new CountingDecorator());
					}
					return bean;
				}
			};
		}

	}

	private static final class CountingDecorator implements WebFilterChainProxy.WebFilterChainDecorator {

		private final WebFilterChainProxy.WebFilterChainDecorator decorator = new WebFilterChainProxy.DefaultWebFilterChainDecorator();

		@Override
		public WebFilterChain decorate(WebFilterChain original, List<WebFilter> filters) {
			seen.incrementAndGet();
			return this.decorator.decorate(original, filters);
		}

	}

	@Import(FaroeServer.Host.class)
	static class OwnFilter {

		static final AtomicInteger paths = new AtomicInteger();

		@Bean
		@Order(RestShortCut.ORDER + 1)
		WebFilter ownFilter() {
			return (exchange, chain) -> {
				paths.incrementAndGet();
				return chain.filter(exchange);
			};
		}

	}

	@Import(FaroeServer.Host.class)
	static class OwnChainFirst {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/users"))
				.authorizeExchange((authorize) -> authorize.anyExchange().denyAll())
				.exceptionHandling((failures) -> failures.authenticationEntryPoint((exchange, ex) -> {
					exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
					return exchange.getResponse().setComplete();
				}))
				.build();
		}

	}

	@Import(FaroeServer.Host.class)
	static class OwnFirewall {

		@Bean
		ServerWebExchangeFirewall firewall() {
			StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
			firewall.setAllowedHostnames((host) -> false);
			return (exchange) -> {
				seen.incrementAndGet();
				return firewall.getFirewalledExchange(exchange);
			};
		}

	}

	@Import(FaroeServer.Host.class)
	static class Observed {

		@Bean
		ObservationRegistry observations() {
			ObservationRegistry observations = ObservationRegistry.create();
			observations.observationConfig().observationHandler((context) -> true);
			return observations;
		}

	}

	@Import(Observed.class)
	static class LogInsObserved {

		@Bean
		SecurityObservationSettings settings() {
			return SecurityObservationSettings.withDefaults().build();
		}

	}

}

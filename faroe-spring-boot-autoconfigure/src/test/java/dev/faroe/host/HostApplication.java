package dev.faroe.host;

import java.util.Locale;

import dev.faroe.emailupdate.EmailUpdateRequest;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.test.FaroeServer;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.annotation.Id;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.r2dbc.convert.R2dbcCustomConversions;
import org.springframework.data.r2dbc.dialect.H2Dialect;
import org.springframework.data.relational.core.mapping.NamingStrategy;
import org.springframework.data.relational.core.mapping.RelationalPersistentProperty;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The host application.
 */
@SpringBootApplication(proxyBeanMethods = false)
@Import(FaroeServer.Host.class)
public class HostApplication {

	/**
	 * A path of the application that looks like one of Faroe's.
	 */
	@Bean
	RouterFunction<ServerResponse> authPageRoute() {
		return RouterFunctions.route()
			.GET("/auth/sign-in", (request) -> ServerResponse.ok().bodyValue("the application's sign-in page"))
			.build();
	}

	@Bean
	JsonMapperBuilderCustomizer upperCamelCase() {
		return (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
	}

	@Bean
	NamingStrategy prefixedColumns() {
		return new NamingStrategy() {

			@Override
			public String getColumnName(RelationalPersistentProperty property) {
				return "host_" + property.getName();
			}

		};
	}

	@Bean
	R2dbcCustomConversions shoutingConversions() {
		return R2dbcCustomConversions.of(H2Dialect.INSTANCE, ShoutingConverter.INSTANCE);
	}

	@ReadingConverter
	enum ShoutingConverter implements Converter<String, Title> {

		INSTANCE;

		@Override
		public Title convert(String text) {
			return new Title(text.toUpperCase(Locale.ROOT));
		}

	}

	/**
	 * Something that only the application's converter can read.
	 */
	record Title(String text) {
	}

	/**
	 * An entity of the application.
	 */
	record Book(@Id @Nullable Long id, Title title) {
	}

	/**
	 * Has files below Faroe's base path.
	 */
	@Bean
	WebFluxConfigurer assets() {
		return new WebFluxConfigurer() {

			@Override
			public void addResourceHandlers(ResourceHandlerRegistry registry) {
				registry.addResourceHandler("/auth/assets/**").addResourceLocations("classpath:/dev/faroe/password/");
			}

		};
	}

	/**
	 * Lets the pages of another origin use the application.
	 */
	@Bean
	CorsWebFilter corsFilter() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin("https://app.example.com");
		configuration.addAllowedMethod(CorsConfiguration.ALL);
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/**", configuration);
		return new CorsWebFilter(source);
	}

	/**
	 * Paths of the application that look like Faroe's.
	 */
	@RestController
	static class AuthController {

		@GetMapping("/auth/sign-up")
		Mono<String> signUp() {
			return Mono.just("the application's sign-up page");
		}

	}

	@RestController
	static class UsersController {

		private final Books books;

		UsersController(Books books) {
			this.books = books;
		}

		@GetMapping("/users")
		Mono<UserOfTheHost> users() {
			return Mono.just(new UserOfTheHost("the application's own"));
		}

		@GetMapping("/users/broken")
		Mono<String> broken() {
			return Mono.error(new IllegalStateException("the application's own"));
		}

		@GetMapping("/books")
		Flux<String> books() {
			return this.books.findAll().map((book) -> book.title().text());
		}

	}

	/**
	 * Passes on what Faroe's services return.
	 */
	@RestController
	static class FaroesModelsController {

		private final UserService users;

		private final EmailUpdateService emailUpdates;

		FaroesModelsController(UserService users, EmailUpdateService emailUpdates) {
			this.users = users;
			this.emailUpdates = emailUpdates;
		}

		@GetMapping("/accounts/{id}")
		Mono<User> account(@PathVariable("id") String id) {
			return this.users.get(id);
		}

		@GetMapping("/accounts/{id}/new-email")
		Mono<EmailUpdateRequest> newEmail(@PathVariable("id") String id) {
			return this.emailUpdates.create(id, "new@example.com");
		}

	}

	record UserOfTheHost(String fullName) {
	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler
		ResponseEntity<String> teapot(IllegalStateException ex) {
			return ResponseEntity.status(418).body("the application's own error");
		}

	}

}

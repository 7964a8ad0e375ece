package dev.faroe.host;

import dev.faroe.FaroeException;
import dev.faroe.client.ClientAddressResolver;
import dev.faroe.user.UserService;

import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The example of README.md.
 */
class SignUpPage {

	@Bean
	RouterFunction<ServerResponse> signUp(UserService users, ClientAddressResolver addresses) {
		return RouterFunctions.route()
			.POST("/sign-up", (request) -> request.bodyToMono(SignUp.class)
				.flatMap((form) -> users.create(form.email(), form.password(), addresses.resolve(request.exchange())))
				.flatMap((user) -> ServerResponse.ok().bodyValue(user.id()))
				.switchIfEmpty(ServerResponse.badRequest().build())
				.onErrorResume(FaroeException.class, (ex) -> ServerResponse.status(ex.error().status()).build()))
			.build();
	}

	/**
	 * What a visitor has typed.
	 */
	record SignUp(String email, String password) {
	}

}

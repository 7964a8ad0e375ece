package dev.faroe.login;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which address a log-in comes from where more than one place tells it.
 */
@Tag("one-jdk")
class ClientAddressFilterTests {

	/**
	 * The innermost place that knows it.
	 */
	@ParameterizedTest
	@CsvSource({ "192.0.2.1, , , 192.0.2.1", "192.0.2.1, 192.0.2.2, , 192.0.2.2", ", 192.0.2.2, , 192.0.2.2",
			", 192.0.2.2, 192.0.2.3, 192.0.2.3", "192.0.2.1, , 192.0.2.3, 192.0.2.3", ", , ," })
	void takesTheInnermost(@Nullable String before, @Nullable String filter, @Nullable String behind,
			@Nullable String expected) {
		String[] found = new String[1];
		WebFilterChain chain = (exchange) -> with(behind, Mono.deferContextual((context) -> {
			found[0] = FaroeReactiveAuthenticationManager.clientAddress(context);
			return Mono.<Void>empty();
		}));
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		with(before, new ClientAddressFilter((ignored) -> filter).filter(exchange, chain)).block();
		assertThat(found[0]).isEqualTo(expected);
	}

	private static Mono<Void> with(@Nullable String address, Mono<Void> logIn) {
		return (address != null) ? logIn.contextWrite((context) -> ClientAddressContext.with(context, address)) : logIn;
	}

}

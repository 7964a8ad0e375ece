package dev.faroe.flow;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * What the tests of the flows have in common: an application whose messages they read.
 */
abstract class FlowTestCase {

	static final String PASSWORD = "a long enough password";

	static final String WRONG = "AAAAAAAA";

	private static @Nullable FaroeServer server;

	private static int addresses;

	@Parameter
	TestDatabase database = TestDatabase.H2;

	final String email = newAddress();

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { Host.class }, "faroe.flows.enabled=true",
				"faroe.delivery.enabled=true", "faroe.flows.failure-time=1ms", "spring.r2dbc.pool.max-size=40");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	@BeforeEach
	void waitForTheLimits() {
		server().clock().advance(Duration.ofMinutes(16));
	}

	static String newAddress() {
		return "flow%d@example.com".formatted(++addresses);
	}

	static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	static SignUpFlow signUps() {
		return server().bean(SignUpFlow.class);
	}

	static PasswordResetFlow resets() {
		return server().bean(PasswordResetFlow.class);
	}

	static EmailUpdateFlow updates() {
		return server().bean(EmailUpdateFlow.class);
	}

	static EmailedCodeFlow logIns() {
		return server().bean(EmailedCodeFlow.class);
	}

	static UserService users() {
		return server().bean(UserService.class);
	}

	static SentMessages sent() {
		return server().bean(SentMessages.class);
	}

	static <T> T get(Mono<T> mono) {
		return Objects.requireNonNull(mono.block());
	}

	static @Nullable FaroeError error(Mono<?> mono) {
		return mono.<FaroeError>map((result) -> {
			throw new IllegalStateException("There is no error");
		}).onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error())).block();
	}

	static User signUp(String address) {
		String ticket = get(signUps().begin(address, PASSWORD, null, Locale.ENGLISH));
		return get(signUps().verify(ticket, sent().code(address)));
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		SentMessages sentMessages() {
			return new SentMessages();
		}

	}

}

package dev.faroe.host;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.event.FaroeEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.RateLimitListener;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose listeners fail whenever they hear of a wrong secret: the guess is
 * counted, and answered, as if they had not.
 */
class FailingListenersTests extends EndpointTests {

	private static @Nullable FaroeServer server;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database.create(), new Class<?>[] { FaroeServer.Host.class, Failing.class });
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		started().close();
	}

	private static FaroeServer started() {
		if (server == null) {
			throw new IllegalStateException("There is a server in tests only");
		}
		return server;
	}

	@Override
	protected FaroeServer server() {
		return started();
	}

	private void assertFiveJudged(List<Answer> answers, FaroeError failure) {
		assertThat(count(answers, failure)).isEqualTo(5);
		assertThat(count(answers, 500)).isZero();
	}

	@Test
	void passwordsAreCounted() {
		JsonNode user = createUser();
		String address = newAddress();
		server().clock().advance(Duration.ofMinutes(15));
		assertFiveJudged(inParallel(12, (index) -> post("/authenticate/password", "email",
				user.get("email").stringValue(), "password", "wrong", "client_ip", address)),
				FaroeError.INCORRECT_PASSWORD);
	}

	@Test
	void totpsAreCounted() {
		String userId = createUserId();
		Authenticator authenticator = new Authenticator(server().clock());
		String id = id(post("/users/" + userId + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code())
			.json());
		assertFiveJudged(
				inParallel(12,
						(index) -> post("/totp-credentials/" + id + "/verify-totp", "code", authenticator.wrongCode())),
				FaroeError.INCORRECT_CODE);
	}

	@Test
	void recoveryCodesAreCounted() {
		String path = "/users/" + createUserId() + "/verify-recovery-code";
		assertFiveJudged(inParallel(12, (index) -> post(path, "recovery_code", "WRONG")), FaroeError.INCORRECT_CODE);
	}

	@Test
	void codesOfEmailUpdateRequestsAreCounted() {
		String id = id(post("/users/" + createUserId() + "/email-update-requests", "email", newEmail()).json());
		assertFiveJudged(inParallel(12, (index) -> post("/verify-new-email", "request_id", id, "code", "WRONG")),
				FaroeError.INCORRECT_CODE);
	}

	@Test
	void codesOfPasswordResetRequestsAreCounted() {
		String id = id(post("/users/" + createUserId() + "/password-reset-requests").json());
		assertFiveJudged(
				inParallel(12, (index) -> post("/password-reset-requests/" + id + "/verify-email", "code", "WRONG")),
				FaroeError.INCORRECT_CODE);
	}

	static class Failing {

		@Bean
		FaroeEvents failingEvents() {
			return new FaroeEvents() {

				@Override
				public Mono<Void> publishAfterCommit(Function<Instant, ? extends FaroeEvent> event) {
					return Mono.empty();
				}

				@Override
				public void publishNow(Function<Instant, ? extends FaroeEvent> event) {
					throw new IllegalStateException("The listener of a test fails");
				}

			};
		}

		@Bean
		RateLimitListener failingRateLimitListener() {
			return (limit, key) -> {
				throw new IllegalStateException("The listener of a test fails");
			};
		}

	}

}

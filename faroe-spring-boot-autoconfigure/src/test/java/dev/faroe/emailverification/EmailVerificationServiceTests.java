package dev.faroe.emailverification;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.FaroeEvents;
import dev.faroe.password.NewPasswords;
import dev.faroe.password.PasswordService;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.SeparateConnection;
import dev.faroe.test.EndpointTests;
import dev.faroe.user.User;
import dev.faroe.user.UserRepository;
import dev.faroe.user.UserService;
import dev.faroe.user.UserSettings;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link EmailVerificationService} makes of things that happen between its
 * statements.
 */
class EmailVerificationServiceTests extends EndpointTests {

	@Test
	void findsNoUserThatIsDeletedBeforeRequestIsStored() {
		String userId = createUserId();
		UserService users = new HookedUserService() {

			@Override
			public Mono<Void> require(String id) {
				return super.require(id).then(delete(id));
			}

		};
		StepVerifier.create(service(users).create(userId)).verifyErrorSatisfies(is(FaroeError.NOT_FOUND));
	}

	@Test
	void doesNotVerifyWithCodeThatIsReplacedMeanwhile() {
		String userId = createUserId();
		EmailVerificationService service = server().bean(EmailVerificationService.class);
		UserService users = new HookedUserService() {

			@Override
			public Mono<Boolean> markEmailVerified(String id) {
				return service.create(id).then(super.markEmailVerified(id));
			}

		};
		Mono<Void> verification = service.create(userId)
			.flatMap((request) -> service(users).verify(userId, request.code().value()));
		StepVerifier.create(verification).verifyErrorSatisfies(is(FaroeError.NOT_ALLOWED));
		StepVerifier.create(server().bean(UserService.class).get(userId).map(User::emailVerified))
			.expectNext(false)
			.verifyComplete();
	}

	@Test
	void keepsCodeOutOfText() {
		StepVerifier.create(server().bean(EmailVerificationService.class).create(createUserId()))
			.assertNext((request) -> assertThat(request.toString()).contains(request.userId())
				.doesNotContain(request.code().value()))
			.verifyComplete();
	}

	private EmailVerificationService service(UserService users) {
		return new EmailVerificationService(server().bean(EmailVerificationRepository.class), users,
				server().bean(EncryptionAtRest.class), server().bean(RateLimiter.class),
				server().bean(RateLimits.class), server().bean(TokenGenerator.class),
				server().bean(TransactionalOperator.class),
				new SeparateConnection(server().bean(ConnectionFactory.class), Duration.ofSeconds(5)),
				server().bean(Clock.class), FaroeEvents.none());
	}

	private static Consumer<Throwable> is(FaroeError error) {
		return (ex) -> assertThat(ex).isInstanceOfSatisfying(FaroeException.class,
				(faroe) -> assertThat(faroe.error()).isEqualTo(error));
	}

	private class HookedUserService extends UserService {

		HookedUserService() {
			super(server().bean(UserRepository.class), server().bean(PasswordService.class),
					server().bean(NewPasswords.class), server().bean(EncryptionAtRest.class),
					server().bean(TokenGenerator.class), server().bean(Clock.class), new UserSettings(false, 1000),
					FaroeEvents.none());
		}

	}

}

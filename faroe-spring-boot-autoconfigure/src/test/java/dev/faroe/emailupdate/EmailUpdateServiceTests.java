package dev.faroe.emailupdate;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.emailverification.EmailVerificationService;
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
import tools.jackson.databind.JsonNode;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link EmailUpdateService} makes of things that happen between its statements.
 */
class EmailUpdateServiceTests extends EndpointTests {

	@Test
	void findsNoUserThatIsDeletedBeforeRequestIsStored() {
		String userId = createUserId();
		UserService users = new HookedUserService() {

			@Override
			public Mono<Void> requireUnusedEmail(String email) {
				return super.requireUnusedEmail(email).then(delete(userId));
			}

		};
		StepVerifier.create(service(users).create(userId, newEmail())).verifyErrorSatisfies(is(FaroeError.NOT_FOUND));
	}

	@Test
	void leavesEmailAloneWhenRequestIsDeletedMeanwhile() {
		JsonNode user = createUser();
		String userId = user.get("id").stringValue();
		EmailUpdateService service = server().bean(EmailUpdateService.class);
		UserService users = new HookedUserService() {

			@Override
			public Mono<User> updateEmail(String id, String email) {
				return super.updateEmail(id, email).delayUntil((former) -> service.deleteAll(id));
			}

		};
		Mono<String> verification = service.create(userId, newEmail())
			.flatMap((request) -> service(users).verifyNewEmail(request.id(), request.code().value()));
		StepVerifier.create(verification).verifyErrorSatisfies(is(FaroeError.INVALID_REQUEST));
		assertThat(get("/users/" + userId).json()).isEqualTo(user);
	}

	@Test
	void findsNoRequestWhenUserIsDeletedMeanwhile() {
		String userId = createUserId();
		EmailUpdateService service = server().bean(EmailUpdateService.class);
		UserService users = new HookedUserService() {

			@Override
			public Mono<User> updateEmail(String id, String email) {
				return delete(id).then(super.updateEmail(id, email));
			}

		};
		Mono<String> verification = service.create(userId, newEmail())
			.flatMap((request) -> service(users).verifyNewEmail(request.id(), request.code().value()));
		StepVerifier.create(verification).verifyErrorSatisfies(is(FaroeError.INVALID_REQUEST));
	}

	@Test
	void givesAttemptBackWhenDatabaseFails() {
		EmailUpdateService service = server().bean(EmailUpdateService.class);
		UserService users = new HookedUserService() {

			@Override
			public Mono<User> updateEmail(String id, String email) {
				return Mono.error(new QueryTimeoutException("A failure"));
			}

		};
		EmailUpdateRequest request = service.create(createUserId(), newEmail()).block();
		assertThat(request).isNotNull();
		for (int index = 0; index < 6; index++) {
			StepVerifier.create(service(users).verifyNewEmail(request.id(), request.code().value()))
				.verifyError(QueryTimeoutException.class);
		}
		StepVerifier.create(service.verifyNewEmail(request.id(), request.code().value()))
			.expectNext(request.email())
			.verifyComplete();
	}

	@Test
	void keepsCodeOutOfText() {
		StepVerifier.create(server().bean(EmailUpdateService.class).create(createUserId(), newEmail()))
			.assertNext((request) -> assertThat(request.toString()).contains(request.id(), request.email())
				.doesNotContain(request.code().value()))
			.verifyComplete();
	}

	private EmailUpdateService service(UserService users) {
		return new EmailUpdateService(server().bean(EmailUpdateRepository.class), users,
				server().bean(PasswordService.class), server().bean(EmailVerificationService.class),
				server().bean(EncryptionAtRest.class), server().bean(RateLimiter.class),
				server().bean(RateLimits.class), 5, server().bean(TokenGenerator.class),
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

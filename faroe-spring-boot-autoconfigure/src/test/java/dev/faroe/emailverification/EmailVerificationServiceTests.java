package dev.faroe.emailverification;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.StoredCodes;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.test.EndpointTests;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
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
		Accounts accounts = new Accounts(server().bean(FaroeDatabase.class), Clock.systemUTC()) {

			@Override
			public Mono<Void> require(String id) {
				return super.require(id).then(server().bean(UserService.class).delete(id));
			}

		};
		StepVerifier.create(service(accounts, changes()).create(userId)).verifyErrorSatisfies(is(FaroeError.NOT_FOUND));
	}

	@Test
	void doesNotVerifyWithCodeThatIsReplacedMeanwhile() {
		String userId = createUserId();
		EmailVerificationService service = server().bean(EmailVerificationService.class);
		AccountChanges changes = new AccountChanges(accounts(), List.of()) {

			@Override
			public Mono<Void> markEmailVerified(String id) {
				return service.create(id).then(super.markEmailVerified(id));
			}

		};
		Mono<Void> verification = service.create(userId)
			.flatMap((request) -> service(accounts(), changes).verify(userId, request.code().value()));
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

	private EmailVerificationService service(Accounts accounts, AccountChanges changes) {
		return new EmailVerificationService(server().bean("faroeEmailVerificationRequests"),
				StoredCodes.ofEmailVerification(server().bean(EncryptionAtRest.class)), accounts, changes,
				server().bean(Limits.class), server().bean(TransactionalOperator.class), FaroeEvents.none());
	}

	private Accounts accounts() {
		return server().bean(Accounts.class);
	}

	private AccountChanges changes() {
		return server().bean(AccountChanges.class);
	}

	private static Consumer<Throwable> is(FaroeError error) {
		return (ex) -> assertThat(ex).isInstanceOfSatisfying(FaroeException.class,
				(faroe) -> assertThat(faroe.error()).isEqualTo(error));
	}

}

package dev.faroe.emailupdate;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Account;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.StoredCodes;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.test.EndpointTests;
import dev.faroe.user.UserService;
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
		Accounts accounts = new Accounts(server().bean(FaroeDatabase.class), Clock.systemUTC()) {

			@Override
			public Mono<Void> requireUnused(EmailAddress email) {
				return super.requireUnused(email).then(server().bean(UserService.class).delete(userId));
			}

		};
		StepVerifier.create(service(accounts, changes()).create(userId, newEmail()))
			.verifyErrorSatisfies(is(FaroeError.NOT_FOUND));
	}

	@Test
	void leavesNoRequestFromBeforeAChangeOfThePassword() {
		String userId = createUserId();
		assertNoRequestFromBefore(userId, changes().setPassword(userId, "another hash", Mono.empty()));
	}

	@Test
	void leavesNoRequestFromBeforeTheUserWasDisabled() {
		String userId = createUserId();
		assertNoRequestFromBefore(userId, server().bean(AccountStateService.class).disable(userId, null).then());
	}

	private void assertNoRequestFromBefore(String userId, Mono<Void> change) {
		Accounts accounts = new Accounts(server().bean(FaroeDatabase.class), Clock.systemUTC()) {

			@Override
			public Mono<Void> requireUnused(EmailAddress email) {
				return super.requireUnused(email).then(change);
			}

		};
		StepVerifier.create(service(accounts, changes()).create(userId, newEmail()))
			.verifyErrorSatisfies(is(FaroeError.SERVICE_UNAVAILABLE));
		StepVerifier.create(server().bean(EmailUpdateService.class).list(userId)).verifyComplete();
	}

	@Test
	void createsNoRequestOfADisabledUser() {
		String userId = createUserId();
		server().bean(AccountStateService.class).disable(userId, null).block();
		StepVerifier.create(server().bean(EmailUpdateService.class).create(userId, newEmail()))
			.verifyErrorSatisfies(is(FaroeError.NOT_ALLOWED));
	}

	/**
	 * A request may be older than the rule that a disabled user has none.
	 */
	@Test
	void leavesEmailOfADisabledUserAlone() {
		JsonNode user = createUser();
		EmailUpdateService service = server().bean(EmailUpdateService.class);
		EmailUpdateRequest request = service.create(id(user), newEmail()).block();
		assertThat(request).isNotNull();
		server().database()
			.sql("UPDATE faroe_user SET disabled_at = created_at WHERE id = :id")
			.bind("id", id(user))
			.then()
			.block();
		StepVerifier.create(service.verifyNewEmail(request.id(), request.code().value()))
			.verifyErrorSatisfies(is(FaroeError.INVALID_REQUEST));
		assertThat(get("/users/" + id(user)).json().get("email")).isEqualTo(user.get("email"));
	}

	@Test
	void leavesEmailAloneWhenRequestIsDeletedMeanwhile() {
		JsonNode user = createUser();
		String userId = id(user);
		EmailUpdateService service = server().bean(EmailUpdateService.class);
		AccountChanges changes = new AccountChanges(accounts(), List.of()) {

			@Override
			public Mono<Account> replaceEmail(String id, EmailAddress email) {
				return super.replaceEmail(id, email).delayUntil((former) -> service.deleteAll(id));
			}

		};
		Mono<String> verification = service.create(userId, newEmail())
			.flatMap((request) -> service(accounts(), changes).verifyNewEmail(request.id(), request.code().value()));
		StepVerifier.create(verification).verifyErrorSatisfies(is(FaroeError.INVALID_REQUEST));
		assertThat(get("/users/" + userId).json()).isEqualTo(user);
	}

	@Test
	void findsNoRequestWhenUserIsDeletedMeanwhile() {
		String userId = createUserId();
		EmailUpdateService service = server().bean(EmailUpdateService.class);
		AccountChanges changes = new AccountChanges(accounts(), List.of()) {

			@Override
			public Mono<Account> replaceEmail(String id, EmailAddress email) {
				return server().bean(UserService.class).delete(id).then(super.replaceEmail(id, email));
			}

		};
		Mono<String> verification = service.create(userId, newEmail())
			.flatMap((request) -> service(accounts(), changes).verifyNewEmail(request.id(), request.code().value()));
		StepVerifier.create(verification).verifyErrorSatisfies(is(FaroeError.INVALID_REQUEST));
	}

	@Test
	void givesAttemptBackWhenDatabaseFails() {
		EmailUpdateService service = server().bean(EmailUpdateService.class);
		AccountChanges changes = new AccountChanges(accounts(), List.of()) {

			@Override
			public Mono<Account> replaceEmail(String id, EmailAddress email) {
				return Mono.error(new QueryTimeoutException("A failure"));
			}

		};
		EmailUpdateRequest request = service.create(createUserId(), newEmail()).block();
		assertThat(request).isNotNull();
		for (int index = 0; index < 6; index++) {
			StepVerifier.create(service(accounts(), changes).verifyNewEmail(request.id(), request.code().value()))
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

	private EmailUpdateService service(Accounts accounts, AccountChanges changes) {
		return new EmailUpdateService(server().bean("faroeEmailUpdateRequests"),
				StoredCodes.ofEmailUpdate(server().bean(EncryptionAtRest.class)), accounts, changes,
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

package dev.faroe.lockout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.account.Accounts;
import dev.faroe.event.LockOutEndedEvent;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link LockOutService}, with limits in memory.
 */
@Tag("one-jdk")
class LockOutServiceTests extends LockOutTestCase {

	private static final String NOBODY = "aaaaaaaaaaaaaaaaaaaaaaaa";

	private static Instant now() {
		return server().clock().instant();
	}

	private static <T> Mono<T> inTransaction(Mono<T> action) {
		return action.as(server().bean(TransactionalOperator.class)::transactional);
	}

	private static Accounts accounts() {
		return server().bean("faroeAccounts");
	}

	private int passwordFailures() {
		return failures(server(), "password_failures", this.userId);
	}

	/**
	 * Exhaust the limit in a time, and then the one in a row.
	 */
	private void exhaustPasswordsInARow() {
		assertThat(exhaustPasswords()).isEqualTo(5);
		server().clock().advance(Duration.ofHours(1));
		assertThat(exhaustPasswords()).isEqualTo(2);
	}

	@Test
	void whoIsKeptFromNothingHasNoLockOut() {
		assertThat(list()).isEmpty();
		assertThat(tryPassword("wrong")).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(list()).isEmpty();
	}

	@Test
	void wrongPasswordsFromManyAddressesLockOutUntilTheHourIsOver() {
		Instant until = now().plus(Duration.ofHours(1));
		assertThat(exhaustPasswords()).isEqualTo(5);
		server().clock().advance(Duration.ofMinutes(20));
		assertThat(list()).containsExactly(new LockOut("user-login", until));
		server().clock().advance(Duration.ofMinutes(40));
		assertThat(list()).isEmpty();
		assertThat(tryPassword(PASSWORD)).isNull();
	}

	@Test
	void theRightPasswordWorksAtOnceAfterTheEnd() {
		exhaustPasswords();
		assertThat(tryPassword(PASSWORD)).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		end();
		assertThat(list()).isEmpty();
		assertThat(tryPassword(PASSWORD)).isNull();
	}

	@Test
	void noTimeEndsWrongPasswordsInARow() {
		exhaustPasswordsInARow();
		assertThat(list()).containsExactly(new LockOut(LockedOutEvent.PASSWORD_FAILURES, null));
		server().clock().advance(Duration.ofDays(365));
		assertThat(list()).containsExactly(new LockOut(LockedOutEvent.PASSWORD_FAILURES, null));
		end();
		assertThat(list()).isEmpty();
		assertThat(tryPassword(PASSWORD)).isNull();
	}

	@Test
	void wrongTotpCodesLockOutForATimeAndThenForEver() {
		TotpService totp = server().bean(TotpService.class);
		Authenticator authenticator = new Authenticator(server().clock());
		totp.register(this.userId, TotpKey.ofBase64(authenticator.key()), authenticator.code()).block();
		for (int round = 0; round < 2; round++) {
			Instant until = now().plus(Duration.ofMinutes(15));
			while (error(totp.verifyAny(this.userId, authenticator.wrongCode())) == FaroeError.INCORRECT_CODE) {
				assertThat(list().stream().map(LockOut::limit)).isSubsetOf("totp", LockedOutEvent.TOTP_FAILURES);
			}
			assertThat(list()).isEqualTo((round == 0) ? List.of(new LockOut("totp", until))
					: List.of(new LockOut(LockedOutEvent.TOTP_FAILURES, null)));
			server().clock().advance(Duration.ofMinutes(15));
		}
		assertThat(error(totp.verifyAny(this.userId, authenticator.code()))).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		end();
		assertThat(list()).isEmpty();
		assertThat(error(totp.verifyAny(this.userId, authenticator.code()))).isNull();
	}

	@Test
	void allThatIsExhaustedIsListedAndEnds() {
		exhaustPasswords();
		RecoveryCodeService recoveryCodes = server().bean(RecoveryCodeService.class);
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(error(recoveryCodes.verify(this.userId, "AAAAAAAA"))).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(list().stream().map(LockOut::limit)).containsExactly("user-login", "recovery-code");
		end();
		assertThat(list()).isEmpty();
	}

	@Test
	void aLookIsNoAttempt() throws InterruptedException {
		for (int look = 0; look < 10; look++) {
			assertThat(list()).isEmpty();
		}
		assertThat(exhaustPasswords()).as("no look has taken a token").isEqualTo(5);
		int refused = listener().refused();
		for (int look = 0; look < 10; look++) {
			assertThat(list()).hasSize(1);
		}
		assertThat(listener().refused()).isEqualTo(refused);
		String another = createUser(server());
		while (tryPassword(server(), another, "wrong") == FaroeError.INCORRECT_PASSWORD) {
			assertThat(another).isNotEqualTo(this.userId);
		}
		assertThat(listener().eventsOf(this.userId, another)).hasSize(1).hasOnlyElementsOfType(LockedOutEvent.class);
	}

	@Test
	void anEndIsPublished() throws InterruptedException {
		end();
		String another = createUser(server());
		this.lockOuts.end(another).block();
		assertThat(listener().eventsOf(this.userId, another))
			.containsExactly(new LockOutEndedEvent(this.userId, now()));
	}

	@Test
	void nobodyIsNotFound() {
		for (String id : List.of(NOBODY, "", "no id")) {
			assertThat(error(this.lockOuts.list(id).then())).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(error(this.lockOuts.end(id))).isEqualTo(FaroeError.NOT_FOUND);
		}
	}

	@Test
	void anAttemptUnderWayIsForgottenOnceAndLeavesNoNegativeCount() {
		Accounts accounts = accounts();
		assertThat(accounts.chargePasswordFailure(this.userId, 7).block()).isTrue();
		assertThat(accounts.chargeFactorFailure(this.userId, 7).block()).isTrue();
		end();
		accounts.giveBackPasswordFailure(this.userId).block();
		accounts.giveBackFactorFailure(this.userId).block();
		assertThat(passwordFailures()).isZero();
		assertThat(failures(server(), "factor_failures", this.userId)).isZero();
	}

	@Test
	void guessesBesideEndsAreJudgedNoMoreOftenThanEachEndAllows() {
		List<Boolean> judged = Objects.requireNonNull(Flux.range(0, 60).flatMap((index) -> Mono.fromCallable(() -> {
			if (index % 20 == 10) {
				end();
				return false;
			}
			return tryPassword("wrong") == FaroeError.INCORRECT_PASSWORD;
		}).subscribeOn(Schedulers.boundedElastic()), 60).collectList().block());
		assertThat(judged.stream().filter(Boolean::booleanValue).count()).isBetween(5L, 4 * 5L);
		assertThat(passwordFailures()).isBetween(0, 7);
		end();
		exhaustPasswordsInARow();
		assertThat(passwordFailures()).as("none goes uncounted").isEqualTo(7);
	}

	@Test
	void aTransactionThatHasLockedTheUserCanEndLockOuts() {
		exhaustPasswordsInARow();
		inTransaction(accounts().lock(this.userId).then(this.lockOuts.end(this.userId))).block(Duration.ofMinutes(1));
		assertThat(list()).isEmpty();
		assertThat(tryPassword(PASSWORD)).isNull();
	}

	@Test
	void aTransactionThatIsRolledBackForgetsNoFailuresInARowAndPublishesNothing() throws InterruptedException {
		exhaustPasswordsInARow();
		Mono<Void> failing = this.lockOuts.end(this.userId)
			.then(Mono.error(new IllegalStateException("The application fails")));
		StepVerifier.create(inTransaction(failing)).verifyError(IllegalStateException.class);
		assertThat(list()).containsExactly(new LockOut(LockedOutEvent.PASSWORD_FAILURES, null));
		String another = createUser(server());
		this.lockOuts.end(another).block();
		assertThat(listener().eventsOf(this.userId, another)).doesNotHaveAnyElementsOfTypes(LockOutEndedEvent.class);
	}

}

package dev.faroe.userdata;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.passkey.Algorithm;
import dev.faroe.passkey.AuthenticatorFlag;
import dev.faroe.passkey.Passkey;
import dev.faroe.passkey.SoftwareAuthenticator;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpCredential;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in the data of a user.
 */
@Tag("one-jdk")
class UserDataServiceTests extends UserDataTestCase {

	private static Instant now() {
		return server().clock().instant();
	}

	@Test
	void newUserHasAnAddressAndNothingElse() {
		assertThat(export()).isEqualTo(
				new UserData(new UserData.Account(this.user.id(), this.user.createdAt(), this.email, false, null, null),
						List.of(), List.of(), List.of()));
	}

	@Test
	void userWithoutAnAddressHasNone() {
		UserData.Account account = wait(server().bean(UserService.class)
			.create(null, "a long enough password", null)
			.flatMap((created) -> server().bean(UserDataService.class).export(created.id()))).account();
		assertThat(account.email()).isNull();
		assertThat(account.emailVerified()).isFalse();
	}

	@Test
	void verifiedAddressIsOne() {
		EmailVerificationService verifications = server().bean(EmailVerificationService.class);
		String code = wait(verifications.create(this.user.id())).code().value();
		verifications.verify(this.user.id(), code).block();
		assertThat(export().account().emailVerified()).isTrue();
	}

	@Test
	void tellsOfAllAuthenticators() {
		Authenticator used = new Authenticator(server().clock());
		TotpCredential first = register(used);
		server().clock().advance(Duration.ofMinutes(1));
		server().bean(TotpService.class).verify(first.id(), used.code()).block();
		Instant use = now().minusSeconds(15);
		TotpCredential second = register(new Authenticator(server().clock()));
		UserData data = export();
		assertThat(data.authenticators()).containsExactly(
				new UserData.Authenticator(first.id(), first.createdAt(), use),
				new UserData.Authenticator(second.id(), second.createdAt(), null));
		assertThat(second.createdAt()).isEqualTo(now());
		assertThat(data.account().sessionsSince()).isEqualTo(now());
	}

	@Test
	void tellsOfAllPasskeys() {
		Passkey first = register(new SoftwareAuthenticator(ORIGIN, Algorithm.ES256), "Laptop");
		SoftwareAuthenticator phone = new SoftwareAuthenticator(ORIGIN, Algorithm.ES256)
			.flag(AuthenticatorFlag.BACKUP_ELIGIBLE, true);
		server().clock().advance(Duration.ofMinutes(1));
		Passkey second = register(phone, "Phone");
		server().clock().advance(Duration.ofMinutes(1));
		phone.flag(AuthenticatorFlag.BACKED_UP, true);
		authenticate(phone);
		List<String> transports = List.of("hybrid", "internal");
		assertThat(export().passkeys()).containsExactly(
				new UserData.Passkey(first.id(), "Laptop", first.createdAt(), null, transports, false, false),
				new UserData.Passkey(second.id(), "Phone", second.createdAt(), now(), transports, true, true));
	}

	@Test
	void tellsOfChangesOfTheAddressWhileTheyArePending() {
		String email = "new-" + this.email;
		server().bean(EmailUpdateService.class).create(this.user.id(), email).block();
		UserData.EmailUpdate expected = new UserData.EmailUpdate(email, now(), now().plus(Duration.ofMinutes(10)));
		assertThat(export().emailUpdates()).containsExactly(expected);
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(export().emailUpdates()).isEmpty();
	}

	@Test
	void tellsThatAUserIsDisabledButNotWhy() {
		register(new Authenticator(server().clock()));
		server().bean(AccountStateService.class).disable(this.user.id(), "complained").block();
		UserData data = export();
		assertThat(data.account().disabledAt()).isEqualTo(now());
		assertThat(data.authenticators()).hasSize(1);
		assertThat(server().bean(JsonMapper.class).writeValueAsString(data)).doesNotContain("complained");
	}

	@Test
	void unknownUserIsNotFound() {
		server().bean(UserService.class).delete(this.user.id()).block();
		for (String id : List.of(this.user.id(), "aaaaaaaaaaaaaaaaaaaaaaaa", "unknown", "")) {
			StepVerifier.create(server().bean(UserDataService.class).export(id))
				.verifyErrorMatches(
						(ex) -> ex instanceof FaroeException failure && failure.error() == FaroeError.NOT_FOUND);
		}
	}

	@Test
	void readsWhatTheTransactionOfTheCallerHasChanged() {
		UserDataService service = server().bean(UserDataService.class);
		Authenticator authenticator = new Authenticator(server().clock());
		UserData data = wait(server().bean(TransactionalOperator.class).execute((transaction) -> {
			transaction.setRollbackOnly();
			return server().bean(TotpService.class)
				.register(this.user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
				.then(service.export(this.user.id()));
		}).next());
		assertThat(data.authenticators()).hasSize(1);
		assertThat(data.account().sessionsSince()).isEqualTo(now());
		assertThat(export().authenticators()).isEmpty();
		assertThat(export().account().sessionsSince()).isNull();
	}

	/**
	 * A new authenticator and the end of all sessions are one change.
	 */
	@Test
	void isThatOfOneMoment() {
		TotpService totp = server().bean(TotpService.class);
		Authenticator authenticator = new Authenticator(server().clock());
		TotpKey key = new TotpKey(authenticator.keyBytes());
		register(authenticator);
		Mono<TotpCredential> replacement = Mono.defer(() -> {
			server().clock().advance(Duration.ofSeconds(1));
			return totp.replaceAll(this.user.id(), key, authenticator.code());
		});
		Mono<UserData> reading = Mono.defer(() -> server().bean(UserDataService.class).export(this.user.id()));
		Flux<UserData> readings = Flux.range(0, 4)
			.flatMap((reader) -> reading.repeat(30).subscribeOn(Schedulers.parallel()));
		List<UserData> read = wait(readings.mergeWith(replacement.repeat(30).thenMany(Flux.empty())).collectList());
		assertThat(read).hasSize(4 * 31).allSatisfy((data) -> {
			assertThat(data.authenticators()).hasSize(1);
			Instant sessionsSince = Objects.requireNonNull(data.account().sessionsSince());
			assertThat(data.authenticators().get(0).createdAt())
				.isEqualTo(sessionsSince.truncatedTo(ChronoUnit.SECONDS));
		});
	}

}

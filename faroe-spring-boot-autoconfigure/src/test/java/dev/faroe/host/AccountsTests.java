package dev.faroe.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.security.DecryptionException;
import dev.faroe.test.EndpointTests;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on the examples of docs/api.md. What they signal to somebody who may not pass
 * is an error, never a completion.
 */
class AccountsTests extends EndpointTests {

	private static final String NEW_PASSWORD = "another long password";

	private final List<Mail> mails = new ArrayList<>();

	private @Nullable Accounts accounts;

	private String address = "";

	@BeforeEach
	void build() {
		this.address = newAddress();
		this.accounts = new Accounts(users(), server().bean(EmailVerificationService.class), totp(),
				server().bean(RecoveryCodeService.class), server().bean(PasswordResetService.class),
				(to, text) -> Mono.fromRunnable(() -> this.mails.add(new Mail(to, text))));
	}

	private Accounts accounts() {
		return Objects.requireNonNull(this.accounts);
	}

	private UserService users() {
		return server().bean(UserService.class);
	}

	private TotpService totp() {
		return server().bean(TotpService.class);
	}

	private User newUser() {
		return value(users().create(newEmail(), PASSWORD, null));
	}

	private static <T> T value(Mono<T> result) {
		return Objects.requireNonNull(result.block());
	}

	private static void assertRefused(Mono<?> result, FaroeError error) {
		StepVerifier.create(result)
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(FaroeException.class,
					(failure) -> assertThat(failure.error()).isEqualTo(error)));
	}

	private Authenticator register(User user) {
		Authenticator authenticator = new Authenticator(server().clock());
		totp().register(user.id(), TotpKey.ofBase64(authenticator.key()), authenticator.code()).block();
		return authenticator;
	}

	private void makeUnreadable(Authenticator authenticator) {
		assertThat(server().database()
			.sql("UPDATE faroe_totp_credential SET totp_key = 'v1:gone:AAAA' WHERE totp_key = :key")
			.bind("key", "plain:" + authenticator.key())
			.fetch()
			.rowsUpdated()
			.block()).isEqualTo(1);
	}

	private String mailedCode() {
		String text = this.mails.get(this.mails.size() - 1).text();
		assertThat(text).matches("Your code is [A-HJ-NP-Z2-9]{8}");
		return text.substring(text.length() - 8);
	}

	@Test
	void codeOfASignUpGoesToTheAddressThatIsKept() {
		String email = newEmail();
		StepVerifier.create(accounts().signUp(email.toUpperCase(), PASSWORD, this.address))
			.expectNext("Welcome! We have sent you a code.")
			.verifyComplete();
		assertThat(this.mails).extracting(Mail::address).containsExactly(email);
		User user = value(users().getByEmail(email));
		assertThat(value(accounts().verifyEmail(user, mailedCode())).emailVerified()).isTrue();
	}

	@Test
	void signUpWithTheAddressOfSomebodyElseSendsNothing() {
		User victim = newUser();
		StepVerifier.create(accounts().signUp(Objects.requireNonNull(victim.email()), PASSWORD, this.address))
			.expectNext("There is an account with this address already.")
			.verifyComplete();
		StepVerifier.create(accounts().signUp(newEmail(), "password1", this.address))
			.expectNext("Too many people know this password.")
			.verifyComplete();
		assertRefused(accounts().signUp(newEmail(), "", this.address), FaroeError.INVALID_DATA);
		assertRefused(accounts().signUp("", PASSWORD, this.address), FaroeError.INVALID_DATA);
		assertThat(this.mails).isEmpty();
	}

	@Test
	void emailIsVerifiedByItsOwnCodeAlone() {
		User user = newUser();
		assertRefused(accounts().verifyEmail(user, "AAAAAAAA"), FaroeError.NOT_ALLOWED);
		EmailVerificationService verifications = server().bean(EmailVerificationService.class);
		String code = value(verifications.create(user.id())).code().value();
		String codeOfAnother = value(verifications.create(newUser().id())).code().value();
		for (String wrong : List.of("AAAAAAAA", "null", codeOfAnother)) {
			assertRefused(accounts().verifyEmail(user, wrong), FaroeError.INCORRECT_CODE);
		}
		assertRefused(accounts().verifyEmail(user, ""), FaroeError.INVALID_DATA);
		assertThat(value(users().get(user.id())).emailVerified()).isFalse();
		assertThat(value(accounts().verifyEmail(user, code)).emailVerified()).isTrue();
		assertRefused(accounts().verifyEmail(user, code), FaroeError.NOT_ALLOWED);
	}

	@Test
	void logInWithAnythingButTheOwnPasswordFails() {
		User user = newUser();
		String email = Objects.requireNonNull(user.email());
		value(users().create(newEmail(), NEW_PASSWORD, null));
		assertRefused(accounts().logIn(email, NEW_PASSWORD, this.address), FaroeError.INCORRECT_PASSWORD);
		assertRefused(accounts().logIn(email, "null", this.address), FaroeError.INCORRECT_PASSWORD);
		assertRefused(accounts().logIn(email, "", this.address), FaroeError.INVALID_DATA);
		assertRefused(accounts().logIn("", PASSWORD, this.address), FaroeError.INVALID_DATA);
		assertRefused(accounts().logIn(newEmail(), PASSWORD, this.address), FaroeError.USER_NOT_EXISTS);
		assertThat(value(accounts().logIn(email, PASSWORD, this.address)).id()).isEqualTo(user.id());
	}

	@Test
	void logInSaysThatThereIsASecondStep() {
		User user = newUser();
		register(user);
		assertThat(value(accounts().logIn(Objects.requireNonNull(user.email()), PASSWORD, this.address)))
			.extracting(User::hasSecondFactor)
			.isEqualTo(true);
	}

	@Test
	void secondStepOfAUserWithoutACredentialFailsForEveryCode() {
		User user = newUser();
		for (String code : Arrays.asList("000000", "", null)) {
			assertRefused(accounts().secondStep(user, code), FaroeError.NOT_ALLOWED);
		}
	}

	@Test
	void secondStepTakesTheCodeOfEachCredentialOnce() {
		User user = newUser();
		Authenticator first = register(user);
		Authenticator second = register(user);
		for (Authenticator authenticator : List.of(second, first)) {
			StepVerifier.create(accounts().secondStep(user, authenticator.code())).expectNext(user).verifyComplete();
			assertRefused(accounts().secondStep(user, authenticator.code()), FaroeError.INCORRECT_CODE);
		}
	}

	@Test
	void secondStepTakesNothingElse() {
		User user = newUser();
		Authenticator authenticator = register(user);
		Authenticator another = register(newUser());
		server().clock().advance(Duration.ofMinutes(5));
		for (String wrong : List.of(authenticator.wrongCode(), "null", another.code(), authenticator.code(-4))) {
			assertRefused(accounts().secondStep(user, wrong), FaroeError.INCORRECT_CODE);
		}
		for (String missing : Arrays.asList("", null)) {
			assertRefused(accounts().secondStep(user, missing), FaroeError.INVALID_DATA);
		}
		StepVerifier.create(accounts().secondStep(user, authenticator.code())).expectNext(user).verifyComplete();
	}

	@Test
	void secondStepOfManyAtOnceIsLimited() {
		User user = newUser();
		Authenticator authenticator = register(user);
		List<FaroeError> errors = value(Flux.range(0, 30)
			.flatMap((index) -> accounts().secondStep(user, authenticator.wrongCode())
				.subscribeOn(Schedulers.boundedElastic())
				.then(Mono.<FaroeError>empty())
				.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error())), 30)
			.collectList());
		assertThat(errors).hasSize(30)
			.filteredOn((error) -> error != FaroeError.TOO_MANY_REQUESTS)
			.hasSize(5)
			.containsOnly(FaroeError.INCORRECT_CODE);
		assertRefused(accounts().secondStep(user, authenticator.code()), FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void secondStepDoesNotPassOverAnUnreadableCredential() {
		User user = newUser();
		Authenticator unreadable = register(user);
		makeUnreadable(unreadable);
		StepVerifier.create(accounts().secondStep(user, unreadable.code())).verifyError(DecryptionException.class);
		Authenticator readable = register(user);
		assertRefused(accounts().secondStep(user, unreadable.code()), FaroeError.INCORRECT_CODE);
		StepVerifier.create(accounts().secondStep(user, readable.code())).expectNext(user).verifyComplete();
	}

	@Test
	void recoveryCodeRemovesSecondFactorsOnce() {
		User user = newUser();
		User another = newUser();
		register(user);
		String code = user.recoveryCode().value();
		for (String wrong : List.of("AAAAAAAA", "null", another.recoveryCode().value())) {
			assertRefused(accounts().recover(user, wrong), FaroeError.INCORRECT_CODE);
		}
		assertRefused(accounts().recover(user, ""), FaroeError.INVALID_DATA);
		assertThat(value(users().get(user.id())).hasSecondFactor()).isTrue();
		String newCode = value(accounts().recover(user, code));
		assertThat(value(users().get(user.id())).hasSecondFactor()).isFalse();
		register(user);
		assertRefused(accounts().recover(user, code), FaroeError.INCORRECT_CODE);
		assertThat(value(users().get(user.id())).hasSecondFactor()).isTrue();
		assertThat(value(accounts().recover(user, newCode))).isNotEqualTo(newCode);
	}

	@Test
	void codeOfAPasswordResetGoesToTheAddressThatIsKept() {
		String email = Objects.requireNonNull(newUser().email());
		assertThat(accounts().forgotten(email.toUpperCase(), this.address).block()).isNotNull();
		assertThat(this.mails).extracting(Mail::address).containsExactly(email);
		assertRefused(accounts().forgotten(newEmail(), this.address), FaroeError.USER_NOT_EXISTS);
		assertRefused(accounts().forgotten("", this.address), FaroeError.INVALID_DATA);
		assertThat(this.mails).hasSize(1);
	}

	@Test
	void passwordIsResetOnceAndWithItsOwnCodeAlone() {
		User user = newUser();
		String email = Objects.requireNonNull(user.email());
		Authenticator authenticator = register(user);
		accounts().forgotten(Objects.requireNonNull(newUser().email()), newAddress()).block();
		String codeOfAnother = mailedCode();
		String requestId = value(accounts().forgotten(email, newAddress()));
		String code = mailedCode();
		for (String wrong : List.of("AAAAAAAA", "null", codeOfAnother)) {
			assertRefused(accounts().verify(requestId, wrong, newAddress()), FaroeError.INCORRECT_CODE);
			assertRefused(accounts().choose(requestId, NEW_PASSWORD, newAddress()), FaroeError.INVALID_REQUEST);
		}
		assertRefused(accounts().verify(requestId, "", newAddress()), FaroeError.INVALID_DATA);
		assertRefused(accounts().verify("", code, newAddress()), FaroeError.NOT_FOUND);
		assertRefused(accounts().choose("", NEW_PASSWORD, newAddress()), FaroeError.INVALID_DATA);
		StepVerifier.create(accounts().verify(requestId, code, newAddress())).verifyComplete();
		assertRefused(accounts().choose(requestId, "password1", newAddress()), FaroeError.WEAK_PASSWORD);
		StepVerifier.create(accounts().choose(requestId, NEW_PASSWORD, newAddress())).verifyComplete();
		assertRefused(accounts().choose(requestId, PASSWORD, newAddress()), FaroeError.INVALID_REQUEST);
		assertRefused(accounts().verify(requestId, code, newAddress()), FaroeError.NOT_FOUND);
		assertRefused(accounts().logIn(email, PASSWORD, newAddress()), FaroeError.INCORRECT_PASSWORD);
		User back = value(accounts().logIn(email, NEW_PASSWORD, newAddress()));
		assertThat(back.hasSecondFactor()).as("the second step is still to do").isTrue();
		assertRefused(accounts().secondStep(back, authenticator.wrongCode()), FaroeError.INCORRECT_CODE);
	}

	@Test
	void usersAreFoundAndMovedFromElsewhere() {
		String hash = Objects.requireNonNull(server().database()
			.sql("SELECT password_hash FROM faroe_user WHERE id = :id")
			.bind("id", newUser().id())
			.mapValue(String.class)
			.one()
			.block());
		String email = newEmail();
		User user = value(
				accounts().move(new Accounts.Account(server().clock().instant(), email.toUpperCase(), false, hash)));
		assertThat(value(accounts().find(email)).users()).containsExactly(user);
		assertThat(value(accounts().logIn(email, PASSWORD, this.address)).id()).isEqualTo(user.id());
	}

	private record Mail(@Nullable String address, String text) {
	}

}

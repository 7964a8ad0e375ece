package dev.faroe.totp.enrolment;

import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import javax.crypto.spec.SecretKeySpec;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.TotpCredential;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TotpEnrolmentService}, on each database.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
class TotpEnrolmentServiceTests {

	private static final String PASSWORD = "a long enough password";

	@Parameter
	TestDatabase database = TestDatabase.H2;

	private static @Nullable FaroeServer server;

	private static int users;

	@BeforeParameterizedClassInvocation
	static void start(TestDatabase database) {
		server = FaroeServer.start(database, "faroe.totp.issuer=Acme Anvils", "spring.r2dbc.pool.max-size=40");
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	private static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	private static TotpEnrolmentService enrolments() {
		return server().bean(TotpEnrolmentService.class);
	}

	private static User createUser() {
		String email = "enrolling%d@example.com".formatted(++users);
		return Objects.requireNonNull(server().bean(UserService.class).create(email, PASSWORD, null).block());
	}

	private static TotpEnrolment begin(User user) {
		return Objects.requireNonNull(enrolments().begin(user.id()).block());
	}

	/**
	 * What an authenticator computes that has scanned the URI.
	 */
	private static String code(TotpEnrolment enrolment) {
		String secret = enrolment.uri().getQuery().replaceFirst("^secret=([A-Z2-7]+)&.*", "$1");
		try {
			return new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(
					new SecretKeySpec(decodeBase32(secret), "HmacSHA1"), server().clock().instant(), Locale.ROOT);
		}
		catch (InvalidKeyException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] decodeBase32(String text) {
		StringBuilder bits = new StringBuilder();
		text.chars()
			.map("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"::indexOf)
			.forEach((digit) -> bits.append(Integer.toBinaryString(32 + digit).substring(1)));
		byte[] bytes = new byte[bits.length() / 8];
		for (int index = 0; index < bytes.length; index++) {
			bytes[index] = (byte) Integer.parseInt(bits.substring(index * 8, index * 8 + 8), 2);
		}
		return bytes;
	}

	private static String wrong(String code) {
		return (code.charAt(0) == '0') ? "1" + code.substring(1) : "0" + code.substring(1);
	}

	private static void assertError(Mono<?> call, FaroeError error) {
		StepVerifier.create(call)
			.verifyErrorMatches((ex) -> ex instanceof FaroeException failure && failure.error() == error);
	}

	private static void assertNothingIsPending(User user) {
		assertError(enrolments().get(user.id()), FaroeError.NOT_FOUND);
	}

	private static long credentials(User user) {
		return Objects.requireNonNull(server().bean(TotpService.class).list(user.id()).count().block());
	}

	@Test
	void whatTheUriSaysRegistersACredential() {
		User user = createUser();
		TotpEnrolment enrolment = begin(user);
		assertThat(enrolment.uri().getPath()).isEqualTo("/Acme Anvils:" + user.email());
		TotpCredential credential = enrolments().complete(user.id(), code(enrolment)).block();
		assertThat(credential).isNotNull().returns(user.id(), TotpCredential::userId);
		StepVerifier.create(server().bean(TotpService.class).verify(credential.id(), code(enrolment))).verifyComplete();
		assertNothingIsPending(user);
		assertError(enrolments().complete(user.id(), code(enrolment)), FaroeError.NOT_ALLOWED);
	}

	@Test
	void isPendingAndCanBeShownAgainUntilItExpires() {
		User user = createUser();
		TotpEnrolment begun = begin(user);
		TotpEnrolment shown = Objects.requireNonNull(enrolments().get(user.id()).block());
		assertThat(shown.uri()).isEqualTo(begun.uri());
		assertThat(shown.expiresAt()).isEqualTo(begun.expiresAt())
			.isEqualTo(server().clock().instant().plus(Duration.ofMinutes(10)));
		server().clock().set(begun.expiresAt().minusSeconds(1));
		assertThat(enrolments().get(user.id()).block()).isNotNull();
		server().clock().set(begun.expiresAt());
		assertNothingIsPending(user);
		assertError(enrolments().complete(user.id(), code(begun)), FaroeError.NOT_ALLOWED);
		assertThat(credentials(user)).isZero();
	}

	@Test
	void takesThePlaceOfTheOneBefore() {
		User user = createUser();
		TotpEnrolment first = begin(user);
		TotpEnrolment second = begin(user);
		assertThat(second.base32Key()).isNotEqualTo(first.base32Key());
		assertError(enrolments().complete(user.id(), code(first)), FaroeError.INCORRECT_CODE);
		assertThat(enrolments().complete(user.id(), code(second)).block()).isNotNull();
	}

	@Test
	void isOneOfManyBegunAtOnce() {
		User user = createUser();
		List<TotpEnrolment> begun = Objects
			.requireNonNull(together(enrolments().begin(user.id())).collectList().block());
		TotpEnrolment pending = Objects.requireNonNull(enrolments().get(user.id()).block());
		assertThat(begun).extracting(TotpEnrolment::base32Key).doesNotHaveDuplicates().contains(pending.base32Key());
	}

	@Test
	void registersOneCredentialHoweverManyCodesComeAtOnce() {
		User user = createUser();
		String code = code(begin(user));
		List<Object> outcomes = Objects.requireNonNull(together(enrolments().complete(user.id(), code)
			.cast(Object.class)
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error()))).collectList().block());
		assertThat(outcomes).filteredOn(TotpCredential.class::isInstance).hasSize(1);
		assertThat(outcomes).filteredOn((outcome) -> !(outcome instanceof TotpCredential))
			.isSubsetOf(FaroeError.NOT_ALLOWED, FaroeError.TOO_MANY_REQUESTS);
		assertThat(credentials(user)).isOne();
	}

	@Test
	void judgesFiveOfManyWrongCodesAtOnce() {
		User user = createUser();
		TotpEnrolment enrolment = begin(user);
		Mono<FaroeError> guess = enrolments().complete(user.id(), wrong(code(enrolment)))
			.then(Mono.<FaroeError>empty())
			.onErrorResume(FaroeException.class, (ex) -> Mono.just(ex.error()));
		List<FaroeError> errors = Objects.requireNonNull(together(guess).collectList().block());
		assertThat(errors).filteredOn((error) -> error == FaroeError.INCORRECT_CODE).hasSize(5);
		assertThat(errors).filteredOn((error) -> error == FaroeError.TOO_MANY_REQUESTS).hasSize(15);
		assertError(enrolments().complete(user.id(), code(enrolment)), FaroeError.TOO_MANY_REQUESTS);
		TotpEnrolment another = begin(user);
		assertError(enrolments().complete(user.id(), code(another)), FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void countsWrongCodesInATransactionThatIsRolledBack() {
		User user = createUser();
		TotpEnrolment enrolment = begin(user);
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		Mono<?> guess = enrolments().complete(user.id(), wrong(code(enrolment)));
		for (int count = 0; count < 5; count++) {
			assertError(guess.as(transaction::transactional), FaroeError.INCORRECT_CODE);
		}
		assertError(guess.as(transaction::transactional), FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void isPendingAgainWhenTheTransactionOfItsCompletionIsRolledBack() {
		User user = createUser();
		TotpEnrolment enrolment = begin(user);
		TransactionalOperator transaction = server().bean(TransactionalOperator.class);
		StepVerifier
			.create(enrolments().complete(user.id(), code(enrolment))
				.then(Mono.error(new IllegalStateException("The application fails")))
				.as(transaction::transactional))
			.verifyError(IllegalStateException.class);
		assertThat(credentials(user)).isZero();
		assertThat(enrolments().complete(user.id(), code(enrolment)).block()).isNotNull();
	}

	@Test
	void wrongCodesDoNotCountForCredentialsThatAreThere() {
		User user = createUser();
		TotpEnrolment first = begin(user);
		enrolments().complete(user.id(), code(first)).block();
		TotpEnrolment second = begin(user);
		for (int count = 0; count < 5; count++) {
			assertError(enrolments().complete(user.id(), wrong(code(second))), FaroeError.INCORRECT_CODE);
		}
		StepVerifier.create(server().bean(TotpService.class).verifyAny(user.id(), code(first))).verifyComplete();
	}

	@Test
	void endsWhenItIsCancelled() {
		User user = createUser();
		TotpEnrolment enrolment = begin(user);
		StepVerifier.create(enrolments().cancel(user.id())).verifyComplete();
		StepVerifier.create(enrolments().cancel(user.id())).verifyComplete();
		assertError(enrolments().complete(user.id(), code(enrolment)), FaroeError.NOT_ALLOWED);
	}

	@Test
	void endsWhenThePasswordChanges() {
		User user = createUser();
		begin(user);
		server().bean(PasswordService.class).update(user.id(), PASSWORD, "another long password", null).block();
		assertNothingIsPending(user);
	}

	@Test
	void endsWhenThePasswordIsReset() {
		User user = createUser();
		begin(user);
		PasswordResetService resets = server().bean(PasswordResetService.class);
		var reset = Objects.requireNonNull(resets.create(user.id(), null).block());
		resets.verifyEmail(reset.request().id(), reset.code().value(), null).block();
		resets.reset(reset.request().id(), "another long password", null).block();
		assertNothingIsPending(user);
	}

	@Test
	void endsWhenTheEmailAddressChanges() {
		User user = createUser();
		begin(user);
		EmailUpdateService updates = server().bean(EmailUpdateService.class);
		var update = Objects
			.requireNonNull(updates.create(user.id(), "enrolling%d@example.com".formatted(++users)).block());
		updates.verifyNewEmail(update.id(), update.code().value()).block();
		assertNothingIsPending(user);
	}

	@Test
	void isOfNobodyOnceTheUserIsDeleted() {
		User user = createUser();
		TotpEnrolment enrolment = begin(user);
		server().bean(UserService.class).delete(user.id()).block();
		for (Mono<?> call : List.of(enrolments().get(user.id()), enrolments().complete(user.id(), code(enrolment)),
				enrolments().begin(user.id()), enrolments().cancel(user.id()), enrolments().begin("nobody"))) {
			assertError(call, FaroeError.NOT_FOUND);
		}
	}

	private static <T> Flux<T> together(Mono<T> call) {
		return Flux.range(0, 20).flatMap((index) -> call.subscribeOn(Schedulers.boundedElastic()), 20);
	}

}

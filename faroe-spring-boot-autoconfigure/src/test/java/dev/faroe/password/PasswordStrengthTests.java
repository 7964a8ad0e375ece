package dev.faroe.password;

import java.util.ArrayList;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.security.authentication.password.CompromisedPasswordDecision;
import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PasswordStrength}.
 */
class PasswordStrengthTests {

	private static final String GOOD = "correct horse battery staple";

	private static final String COMMON = "Password123";

	private final List<@Nullable String> asked = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(ints = { 8, 9, 126, 127 })
	void acceptsLengthsInRange(int length) {
		assertAccepted(strength(null), "~".repeat(length));
		assertAccepted(strength(null), "😀".repeat(length));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7, 128, 1000 })
	void refusesLengthsOutOfRange(int length) {
		assertRefused(strength(answering(false)), "~".repeat(length), FaroeError.INVALID_DATA);
		assertRefused(strength(answering(false)), "😀".repeat(length), FaroeError.INVALID_DATA);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void refusesNullCharacter() {
		assertRefused(strength(answering(false)), "correct\0horse", FaroeError.INVALID_DATA);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void lengthCountsBeforeStrength() {
		assertRefused(strength(answering(true)), "passwor", FaroeError.INVALID_DATA);
	}

	@Test
	void refusesCommonPasswordWithoutAskingTheChecker() {
		assertRefused(strength(answering(false)), COMMON, FaroeError.WEAK_PASSWORD);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void acceptsCommonPasswordWhenTheListIsNotUsed() {
		assertAccepted(new PasswordStrength(answering(false), false, PasswordPolicy.OF_REFERENCE), COMMON);
		assertThat(this.asked).containsExactly(COMMON);
	}

	@Test
	void refusesCompromisedPassword() {
		assertRefused(strength(answering(true)), GOOD, FaroeError.WEAK_PASSWORD);
		assertThat(this.asked).containsExactly(GOOD);
	}

	@Test
	void acceptsPasswordThatIsNotCompromised() {
		assertAccepted(strength(answering(false)), GOOD);
		assertThat(this.asked).containsExactly(GOOD);
	}

	@Test
	void acceptsPasswordWithoutAChecker() {
		assertAccepted(strength(null), GOOD);
	}

	@Test
	void checkerIsAskedWhenSubscribed() {
		strength(answering(false)).check(GOOD, PasswordOwner.ANYBODY);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void errorsOfTheCheckerPassThrough() {
		RuntimeException signalled = new RuntimeException("signalled");
		StepVerifier.create(strength((password) -> Mono.error(signalled)).check(GOOD, PasswordOwner.ANYBODY))
			.verifyErrorSatisfies((error) -> assertThat(error).isSameAs(signalled));
		RuntimeException thrown = new RuntimeException("thrown");
		StepVerifier.create(strength((password) -> {
			throw thrown;
		}).check(GOOD, PasswordOwner.ANYBODY)).verifyErrorSatisfies((error) -> assertThat(error).isSameAs(thrown));
	}

	@Test
	void noDecisionIsAnError() {
		StepVerifier.create(strength((password) -> Mono.empty()).check(GOOD, PasswordOwner.ANYBODY))
			.verifyError(IllegalStateException.class);
	}

	private static PasswordStrength strength(@Nullable ReactiveCompromisedPasswordChecker checker) {
		return new PasswordStrength(checker, true, PasswordPolicy.OF_REFERENCE);
	}

	private ReactiveCompromisedPasswordChecker answering(boolean compromised) {
		return (password) -> {
			this.asked.add(password);
			return Mono.just(new CompromisedPasswordDecision(compromised));
		};
	}

	private static void assertAccepted(PasswordStrength strength, String password) {
		StepVerifier.create(strength.check(password, PasswordOwner.ANYBODY)).verifyComplete();
	}

	private static void assertRefused(PasswordStrength strength, String password, FaroeError error) {
		StepVerifier.create(strength.check(password, PasswordOwner.ANYBODY))
			.verifyErrorSatisfies((actual) -> assertThat(actual).isInstanceOf(FaroeException.class)
				.extracting("error")
				.isEqualTo(error));
	}

}

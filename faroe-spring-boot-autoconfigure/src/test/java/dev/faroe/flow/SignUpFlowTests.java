package dev.faroe.flow;

import java.util.Locale;
import java.util.Objects;

import dev.faroe.FaroeError;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.test.DatabaseSource;
import dev.faroe.user.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sign-up, as an application calls it.
 */
@ParameterizedClass(name = "{0}")
@DatabaseSource
class SignUpFlowTests extends FlowTestCase {

	@Test
	void signUpEndsWithAVerifiedUser() {
		String ticket = get(signUps().begin(this.email.toUpperCase(Locale.ROOT), PASSWORD, null, Locale.GERMAN));
		CodeMessage message = sent().next(this.email);
		assertThat(message.purpose()).isEqualTo(CodePurpose.EMAIL_VERIFICATION);
		assertThat(message.locale()).isEqualTo(Locale.GERMAN);
		assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INCORRECT_CODE);
		User user = get(signUps().verify(ticket, Objects.requireNonNull(message.code()).value()));
		assertThat(user.email()).isEqualTo(this.email);
		assertThat(user.emailVerified()).isTrue();
		assertThat(get(users().authenticate(this.email, PASSWORD, null)).id()).isEqualTo(user.id());
	}

	@Test
	void logInAfterASignUpTellsNobodyWhetherThereWasAnAccount() {
		String known = newAddress();
		signUp(known);
		for (String address : new String[] { this.email, known }) {
			get(signUps().begin(address, "a password of a stranger", null, Locale.ENGLISH));
			sent().next(address);
			assertThat(error(users().authenticateVerified(address, "a password of a stranger", null)))
				.isEqualTo(FaroeError.INCORRECT_PASSWORD);
		}
		assertThat(get(users().authenticateVerified(known, PASSWORD, null)).email()).isEqualTo(known);
	}

	@Test
	void signUpWithAUsedAddressTellsItsOwnerAlone() {
		signUp(this.email);
		String ticket = get(signUps().begin(this.email, "another long password", null, Locale.ENGLISH));
		assertThat(ticket).hasSize(24);
		CodeMessage message = sent().next(this.email);
		assertThat(message.purpose()).isEqualTo(CodePurpose.ADDRESS_IN_USE);
		assertThat(message.code()).isNull();
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(get(users().authenticate(this.email, PASSWORD, null)).email()).isEqualTo(this.email);
	}

	@Test
	void wrongCodesOfAnOpenSignUpAreAnsweredInTheSameWay() {
		String ticket = get(signUps().begin(this.email, PASSWORD, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(error(signUps().verify(ticket, WRONG))).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(error(signUps().verify(ticket, code))).isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void anotherCodeCanBeSent() {
		String ticket = get(signUps().begin(this.email, PASSWORD, null, Locale.ENGLISH));
		String first = sent().code(this.email);
		signUps().sendAgain(ticket, null, Locale.ENGLISH).block();
		String second = sent().code(this.email);
		assertThat(error(signUps().verify(ticket, first))).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(get(signUps().verify(ticket, second)).emailVerified()).isTrue();
		signUps().sendAgain("a".repeat(24), null, Locale.ENGLISH).block();
		assertThat(error(signUps().sendAgain("a".repeat(200_000), null, Locale.ENGLISH).thenReturn("sent")))
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void badInputIsToldAtOnce() {
		assertThat(error(signUps().begin("no address", PASSWORD, null, Locale.ENGLISH)))
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(error(signUps().begin(this.email, "short", null, Locale.ENGLISH)))
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(error(signUps().begin(this.email, "password123", null, Locale.ENGLISH)))
			.isEqualTo(FaroeError.WEAK_PASSWORD);
		assertThat(error(resets().begin("no address", null, Locale.ENGLISH))).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(error(logIns().verify("", "", null))).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void codeOfASignUpIsWorthNothingWithTheIdOfTheUser() {
		String ticket = get(signUps().begin(this.email, PASSWORD, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		String userId = get(users().getByEmail(this.email)).id();
		assertThat(userId).isNotEqualTo(ticket);
		assertThat(error(signUps().verify(userId, code))).isEqualTo(FaroeError.INCORRECT_CODE);
		signUps().sendAgain(userId, null, Locale.ENGLISH).block();
		assertThat(get(signUps().verify(ticket, code)).id()).isEqualTo(userId);
	}

	@Test
	void signUpOfADisabledUserVerifiesNothing() {
		String ticket = get(signUps().begin(this.email, PASSWORD, null, Locale.ENGLISH));
		String code = sent().code(this.email);
		String userId = get(users().getByEmail(this.email)).id();
		server().bean(AccountStateService.class).disable(userId, null).block();
		assertThat(error(signUps().verify(ticket, code))).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(get(users().get(userId)).emailVerified()).isFalse();
	}

}

package dev.faroe.login;

import java.util.List;

import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.secondfactor.SecondFactor;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.sql.FaroeDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.Mockito.mock;

/**
 * What a kind of second factors of the application may be called: its name is that of its
 * proof, which must not be the one of another.
 */
class SecondFactorTypeTests {

	private static SecondFactors withTypes(String... types) {
		return new SecondFactors(List.of(types).stream().map(SecondFactorTypeTests::factor).toList(),
				mock(Accounts.class), mock(AccountChanges.class), mock(FaroeDatabase.class), mock(FaroeEvents.class));
	}

	private static SecondFactor factor(String type) {
		return new SecondFactor() {

			@Override
			public String type() {
				return type;
			}

			@Override
			public String table() {
				return "badge";
			}

			@Override
			public Mono<Integer> removeAll(String userId) {
				return Mono.just(0);
			}

		};
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "ott", "user-verification", "recovery-code" })
	void isNotThatOfWhatALogInBeginsWithOrEndsSecondFactorsWith(String type) {
		assertThatIllegalArgumentException().isThrownBy(() -> withTypes("totp", type))
			.withMessage(type + " is no type of a second factor");
	}

	@Test
	void isNotThatOfAnotherKind() {
		assertThatIllegalArgumentException().isThrownBy(() -> withTypes("badge", "totp", "badge"))
			.withMessage("badge is the type of two kinds of second factors");
	}

	@Test
	void isAnyOther() {
		assertThatNoException().isThrownBy(() -> withTypes("totp", "webauthn", "badge", "sms-code"));
	}

}

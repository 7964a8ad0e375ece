package dev.faroe.passkey;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.faroe.FaroeError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is too large, or says something else than it seems to.
 */
@Tag("one-jdk")
class PasskeyInputAttackTests extends PasskeyEndpoints {

	private static final int MODULUS = -1;

	private static final int EXPONENT = -2;

	private String userId = "";

	@BeforeEach
	void createTheUser() {
		this.userId = createUserId();
	}

	private static byte[] ones(int length) {
		byte[] number = new byte[length];
		Arrays.fill(number, (byte) 0xFF);
		return number;
	}

	private Answer register(Algorithm algorithm, Consumer<SoftwareAuthenticator> manipulation) {
		SoftwareAuthenticator authenticator = new SoftwareAuthenticator(ORIGIN, algorithm);
		manipulation.accept(authenticator);
		return register(this.userId, authenticator.register(creationOptions(this.userId)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 6200, 20_000 })
	void storesNoKeyThatIsLargerThanAnyOfAnAuthenticator(int length) {
		assertThat(register(Algorithm.RS256, Tampering.coseKey(Tampering.with(MODULUS, ones(length)))).error())
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(register(Algorithm.ES256, Tampering.coseKey(Tampering.with(2, ones(length)))).error())
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void storesTheLongestIdWithALargeKey() {
		Consumer<SoftwareAuthenticator> longest = (authenticator) -> authenticator.hooks()
			.credentialId((id) -> Arrays.copyOf(id, 1023));
		assertThat(register(Algorithm.RS256, longest.andThen(Tampering.coseKey(Tampering.with(MODULUS, ones(2048)))))
			.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "RS256, 0, 0", "RS256, 1, 1", "RS256, 384, 0", "RS256, 384, 384", "RS256, 2048, 384", "ES256, 32, 32",
			"ES256, 0, 1", "EDDSA, 32, 32" })
	void isAuthenticatedByNoKeyThatCannotVerify(Algorithm algorithm, int first, int second) {
		SoftwareAuthenticator authenticator = new SoftwareAuthenticator(ORIGIN, algorithm);
		boolean rsa = algorithm == Algorithm.RS256;
		UnaryOperator<Map<Object, Object>> key = (members) -> {
			members.put(rsa ? MODULUS : -2, ones(first));
			members.put(rsa ? EXPONENT : -3, ones(second));
			return members;
		};
		authenticator.hooks().coseKey(key);
		if (register(this.userId, authenticator.register(creationOptions(this.userId))).status() == 200) {
			Tampering.signature((signature) -> new byte[rsa ? first : signature.length]).accept(authenticator.honest());
			assertThat(authenticate(authenticator, this.userId).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example.", "https://shop.example@evil.example", "https://\u017Fhop.example",
			"https://xn--shp-55d.example", "https://sh\u043Ep.example", "android:apk-key-hash:AAAA",
			"https://shop.example:44", "http://localhost" })
	void isRefusedFromWhatOnlyLooksLikeTheOrigin(String origin) {
		assertThat(register(Algorithm.ES256, Tampering.clientData("origin", origin)).error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "\u001B[2J", "Phone\u202Eenohp", "\u2066Phone", "a\u2028b", "\u0007", "\u00A0",
			"\u200B", "\uFEFF" })
	void refusesNamesThatActOrShowNothing(String name) {
		Map<String, Object> response = authenticator().register(creationOptions(this.userId));
		assertThat(post("/users/" + this.userId + "/passkeys", "credential", response, "name", name).error())
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@ParameterizedTest
	@CsvSource({ "100, true", "101, false" })
	void countsCharactersOfNames(int length, boolean taken) {
		Map<String, Object> response = authenticator().register(creationOptions(this.userId));
		Answer answer = post("/users/" + this.userId + "/passkeys", "credential", response, "name",
				"\uD83D\uDD11".repeat(length));
		assertThat(answer.error()).isEqualTo(taken ? null : FaroeError.INVALID_DATA);
	}

	@Test
	void takesTheGreatestCounterOnce() {
		SoftwareAuthenticator authenticator = authenticator().countsUp().counter(0xFFFFFFFDL);
		register(this.userId, authenticator);
		assertThat(authenticate(authenticator, null).status()).isEqualTo(200);
		assertThat(authenticate(authenticator.counter(0xFFFFFFFEL), null).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(authenticate(authenticator.counter(0xFFFFFFFFL), null).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

}

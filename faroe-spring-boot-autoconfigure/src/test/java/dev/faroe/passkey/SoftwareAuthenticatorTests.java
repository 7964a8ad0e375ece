package dev.faroe.passkey;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.webauthn4j.verifier.exception.BadTopOriginException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * That WebAuthn4J takes what an honest {@link SoftwareAuthenticator} answers.
 */
class SoftwareAuthenticatorTests {

	private static final String ADA = "YWRhLWFkYS1hZGEtYWRh";

	private static final String BOB = "Ym9iLWJvYi1ib2ItYm9i";

	private final LibraryRelyingParty relyingParty = LibraryRelyingParty.strict();

	@ParameterizedTest
	@EnumSource
	void answersBothCeremonies(Algorithm algorithm) {
		SoftwareAuthenticator authenticator = authenticator(algorithm);
		Map<String, Object> registration = authenticator.register(this.relyingParty.creationOptions(ADA));
		String id = this.relyingParty.register(registration);
		assertThat(registration).containsEntry("id", id)
			.containsEntry("rawId", id)
			.containsEntry("type", "public-key")
			.containsEntry("clientExtensionResults", Map.of("credProps", Map.of("rk", true)));
		assertThat(inner(registration)).containsOnlyKeys("clientDataJSON", "attestationObject", "authenticatorData",
				"transports", "publicKey", "publicKeyAlgorithm");
		for (int time = 0; time < 2; time++) {
			Map<String, Object> authentication = authenticator.authenticate(this.relyingParty.requestOptions());
			assertThat(this.relyingParty.authenticate(authentication)).isEqualTo(id);
			assertThat(inner(authentication)).containsEntry("userHandle", ADA);
		}
		assertThat(this.relyingParty.stored(id).counter()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void keepsTheKeyAsItCame(Algorithm algorithm) {
		SoftwareAuthenticator authenticator = authenticator(algorithm);
		String id = this.relyingParty.register(authenticator.register(this.relyingParty.creationOptions(ADA)));
		SoftwareCredential credential = authenticator.credentials().get(0);
		assertThat(this.relyingParty.stored(id).publicKey())
			.isEqualTo(CborWriter.write(algorithm.coseKey(credential.keyPair().getPublic())));
	}

	@ParameterizedTest
	@EnumSource
	void attestsWithItsOwnKey(Algorithm algorithm) {
		SoftwareAuthenticator authenticator = authenticator(algorithm).aaguid(UUID.randomUUID()).selfAttestation();
		String id = this.relyingParty.register(authenticator.register(this.relyingParty.creationOptions(ADA)));
		assertThat(this.relyingParty.authenticate(authenticator.authenticate(this.relyingParty.requestOptions(id))))
			.isEqualTo(id);
	}

	@Test
	void answersWithoutUserVerification() {
		SoftwareAuthenticator authenticator = authenticator(Algorithm.ES256).flag(AuthenticatorFlag.USER_VERIFIED,
				false);
		LibraryRelyingParty asking = LibraryRelyingParty.lenient().withoutUserVerification();
		String id = asking.register(authenticator.register(asking.creationOptions(ADA)));
		assertThat(asking.stored(id).userVerified()).isFalse();
		asking.authenticate(authenticator.authenticate(asking.requestOptions()));
		assertThat(asking.stored(id).userVerified()).isFalse();
		asking.authenticate(
				authenticator.flag(AuthenticatorFlag.USER_VERIFIED, true).authenticate(asking.requestOptions()));
		assertThat(asking.stored(id).userVerified()).isTrue();
		assertThatExceptionOfType(UserNotVerifiedException.class)
			.isThrownBy(() -> this.relyingParty.register(authenticator.flag(AuthenticatorFlag.USER_VERIFIED, false)
				.register(this.relyingParty.creationOptions(ADA))));
	}

	@Test
	void counts() {
		SoftwareAuthenticator authenticator = authenticator(Algorithm.EDDSA).countsUp();
		String id = this.relyingParty.register(authenticator.register(this.relyingParty.creationOptions(ADA)));
		assertThat(this.relyingParty.stored(id).counter()).isEqualTo(1);
		this.relyingParty.authenticate(authenticator.authenticate(this.relyingParty.requestOptions()));
		assertThat(this.relyingParty.stored(id).counter()).isEqualTo(2);
		authenticator.counter(4_000_000_000L);
		this.relyingParty.authenticate(authenticator.authenticate(this.relyingParty.requestOptions()));
		assertThat(this.relyingParty.stored(id).counter()).isEqualTo(4_000_000_001L);
		authenticator.counter(1);
		assertThatExceptionOfType(MaliciousCounterValueException.class).isThrownBy(
				() -> this.relyingParty.authenticate(authenticator.authenticate(this.relyingParty.requestOptions())));
		assertThat(this.relyingParty.stored(id).counter()).isEqualTo(4_000_000_001L);
	}

	@Test
	void isBackedUpLater() {
		SoftwareAuthenticator authenticator = authenticator(Algorithm.EDDSA).flag(AuthenticatorFlag.BACKUP_ELIGIBLE,
				true);
		String id = this.relyingParty.register(authenticator.register(this.relyingParty.creationOptions(ADA)));
		assertThat(this.relyingParty.stored(id).backedUp()).isFalse();
		authenticator.flag(AuthenticatorFlag.BACKED_UP, true);
		this.relyingParty.authenticate(authenticator.authenticate(this.relyingParty.requestOptions()));
		assertThat(this.relyingParty.stored(id).backedUp()).isTrue();
	}

	@Test
	void hasCredentialsOfSeveralUsers() {
		SoftwareAuthenticator authenticator = authenticator(Algorithm.EDDSA);
		String ada = this.relyingParty.register(authenticator.register(this.relyingParty.creationOptions(ADA)));
		String bob = this.relyingParty.register(authenticator.register(this.relyingParty.creationOptions(BOB)));
		assertThat(authenticator.authenticate(this.relyingParty.requestOptions())).containsEntry("id", bob);
		assertThat(authenticator.authenticate(this.relyingParty.requestOptions(ada))).containsEntry("id", ada);
		Map<String, Object> excluding = this.relyingParty.creationOptions(ADA);
		excluding.put("excludeCredentials", List.of(Map.of("type", "public-key", "id", ada)));
		assertThatIllegalStateException().isThrownBy(() -> authenticator.register(excluding))
			.withMessage("InvalidStateError");
		assertThat(authenticator.register(this.relyingParty.creationOptions(ADA)).get("id")).isNotEqualTo(ada);
		assertThatIllegalStateException()
			.isThrownBy(() -> authenticator.authenticate(this.relyingParty.requestOptions(ada)))
			.withMessage("NotAllowedError");
	}

	@Test
	void answersInAFrame() {
		LibraryRelyingParty framed = LibraryRelyingParty.strict().embeddedIn("https://portal.example");
		SoftwareAuthenticator authenticator = authenticator(Algorithm.ES256);
		authenticator.hooks().clientData(Tampering.with("crossOrigin", true));
		assertThatExceptionOfType(BadTopOriginException.class)
			.isThrownBy(() -> framed.register(authenticator.register(framed.creationOptions(ADA))));
		authenticator.hooks().clientData(Tampering.with("topOrigin", "https://portal.example"));
		String id = framed.register(authenticator.register(framed.creationOptions(ADA)));
		assertThat(framed.authenticate(authenticator.authenticate(framed.requestOptions()))).isEqualTo(id);
	}

	private static SoftwareAuthenticator authenticator(Algorithm algorithm) {
		return new SoftwareAuthenticator(LibraryRelyingParty.ORIGIN, algorithm);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> inner(Map<String, Object> response) {
		return (Map<String, Object>) response.get("response");
	}

}

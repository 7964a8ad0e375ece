package dev.faroe.passkey;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.faroe.FaroeError;
import dev.faroe.passkey.Manipulation.Ceremony;
import dev.faroe.passkey.Manipulation.RefusedBy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a manipulated client or authenticator sends to the REST API is refused with an
 * error of the contract, and leaves nothing behind.
 */
@Tag("one-jdk")
class ManipulatedPasskeyTests extends PasskeyEndpoints {

	/** No attestation is asked for, so that none is looked at. */
	private static final Set<Manipulation> OF_ATTESTATION = EnumSet.of(Manipulation.PACKED_WITH_WRONG_SIGNATURE,
			Manipulation.PACKED_OF_OTHER_KEY);

	private static final Set<FaroeError> REFUSALS = EnumSet.of(FaroeError.INVALID_DATA, FaroeError.INVALID_REQUEST,
			FaroeError.INCORRECT_CODE, FaroeError.PAYLOAD_TOO_LARGE);

	private String userId = "";

	private final SoftwareAuthenticator authenticator = new SoftwareAuthenticator(ORIGIN, Algorithm.ES256).countsUp();

	static List<Manipulation> registrations() {
		return harmful(Ceremony.REGISTRATION);
	}

	static List<Manipulation> authentications() {
		return harmful(Ceremony.AUTHENTICATION);
	}

	private static List<Manipulation> harmful(Ceremony ceremony) {
		return Manipulation.of(ceremony)
			.stream()
			.filter((manipulation) -> manipulation.refusedBy() != RefusedBy.NOBODY
					&& !OF_ATTESTATION.contains(manipulation))
			.toList();
	}

	@Override
	Map<String, Object> creationOptions(String userId) {
		return options(post("/users/" + userId + "/passkeys/registration-options", "user_verification", "required"));
	}

	private Map<String, Object> strictRequestOptions() {
		return options(post("/passkeys/authentication-options", "user_verification", "required"));
	}

	private void begin() {
		this.userId = createUserId();
		register(createUserId(), this.authenticator);
		register(this.userId, this.authenticator);
		assertThat(authenticate(this.authenticator.authenticate(strictRequestOptions())).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@MethodSource("registrations")
	void isNotRegistered(Manipulation manipulation) {
		begin();
		Map<String, Object> options = creationOptions(this.userId);
		options.put("excludeCredentials", List.of());
		manipulation.apply(this.authenticator);
		Answer answer = register(this.userId, this.authenticator.register(options));
		assertThat(answer.error()).isIn(REFUSALS);
		assertThat(get("/users/" + this.userId + "/passkeys").json().size()).isEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource("authentications")
	void doesNotAuthenticate(Manipulation manipulation) {
		begin();
		Map<String, Object> options = strictRequestOptions();
		manipulation.apply(this.authenticator);
		assertThat(authenticate(this.authenticator.authenticate(options)).error()).isIn(REFUSALS);
		this.authenticator.honest();
		assertThat(authenticate(this.authenticator.authenticate(strictRequestOptions())).status()).isEqualTo(200);
	}

	@Test
	void areMoreThanForty() {
		assertThat(registrations()).hasSizeGreaterThan(60);
		assertThat(authentications()).hasSizeGreaterThan(60);
	}

}

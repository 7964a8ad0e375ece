package dev.faroe.passkey;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.faroe.FaroeError;
import dev.faroe.passkey.Manipulation.Ceremony;
import dev.faroe.passkey.Manipulation.RefusedBy;
import dev.faroe.test.TestDatabase;
import org.junit.jupiter.api.AfterAll;
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

	/** What the last test has left as it was: it costs more than a test. */
	private static final Map<TestDatabase, Phone> UNCHANGED = new EnumMap<>(TestDatabase.class);

	@AfterAll
	static void forgetPhones() {
		UNCHANGED.clear();
	}

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

	/**
	 * Return a phone with a passkey of its user and one of another user. It is a new one
	 * if the last test has failed, and for what sends a response again: that is refused
	 * because it was sent before, not because its challenge has expired since.
	 */
	private Phone phone(Manipulation manipulation) {
		Phone phone = UNCHANGED.remove(database());
		return (phone != null && manipulation != Manipulation.REPLAY) ? phone : newPhone();
	}

	private Phone newPhone() {
		Phone phone = new Phone(createUserId(), new SoftwareAuthenticator(ORIGIN, Algorithm.ES256).countsUp());
		register(createUserId(), phone.authenticator());
		register(phone.userId(), phone.authenticator());
		assertThat(authenticate(phone.authenticator().authenticate(strictRequestOptions())).status()).isEqualTo(200);
		return phone;
	}

	@ParameterizedTest
	@MethodSource("registrations")
	void isNotRegistered(Manipulation manipulation) {
		Phone phone = phone(manipulation);
		SoftwareAuthenticator authenticator = phone.authenticator();
		List<SoftwareCredential> registered = authenticator.credentials();
		Map<String, Object> options = creationOptions(phone.userId());
		options.put("excludeCredentials", List.of());
		manipulation.apply(authenticator);
		Answer answer = register(phone.userId(), authenticator.register(options));
		assertThat(answer.error()).isIn(REFUSALS);
		assertThat(get("/users/" + phone.userId() + "/passkeys").json().size()).isEqualTo(1);
		authenticator.honest().credentials(registered);
		UNCHANGED.put(database(), phone);
	}

	@ParameterizedTest
	@MethodSource("authentications")
	void doesNotAuthenticate(Manipulation manipulation) {
		Phone phone = phone(manipulation);
		SoftwareAuthenticator authenticator = phone.authenticator();
		Map<String, Object> options = strictRequestOptions();
		manipulation.apply(authenticator);
		assertThat(authenticate(authenticator.authenticate(options)).error()).isIn(REFUSALS);
		authenticator.honest();
		assertThat(authenticate(authenticator.authenticate(strictRequestOptions())).status()).isEqualTo(200);
		UNCHANGED.put(database(), phone);
	}

	@Test
	void areMoreThanForty() {
		assertThat(registrations()).hasSizeGreaterThan(60);
		assertThat(authentications()).hasSizeGreaterThan(60);
	}

	private record Phone(String userId, SoftwareAuthenticator authenticator) {

	}

}

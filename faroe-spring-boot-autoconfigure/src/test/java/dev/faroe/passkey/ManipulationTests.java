package dev.faroe.passkey;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.faroe.passkey.Manipulation.Ceremony;
import dev.faroe.passkey.Manipulation.RefusedBy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * That WebAuthn4J refuses what each {@link Manipulation} says that it refuses, and takes
 * the others.
 */
@Tag("one-jdk")
class ManipulationTests {

	private static final String ADA = "YWRhLWFkYS1hZGEtYWRh";

	private static final String BOB = "Ym9iLWJvYi1ib2ItYm9i";

	static Stream<Arguments> registrations() {
		return arguments(Ceremony.REGISTRATION);
	}

	static Stream<Arguments> authentications() {
		return arguments(Ceremony.AUTHENTICATION);
	}

	/**
	 * Return each with one algorithm, in turn, and those of signatures with all.
	 */
	private static Stream<Arguments> arguments(Ceremony ceremony) {
		Set<Manipulation> ofSignatures = EnumSet.range(Manipulation.SIGNATURE_CORRUPTED, Manipulation.REPLAY);
		return Manipulation.of(ceremony)
			.stream()
			.flatMap((manipulation) -> Stream.of(Algorithm.values())
				.filter((algorithm) -> ofSignatures.contains(manipulation)
						|| algorithm.ordinal() == manipulation.ordinal() % Algorithm.values().length)
				.map((algorithm) -> Arguments.of(manipulation, algorithm)));
	}

	@ParameterizedTest
	@MethodSource("registrations")
	void isRefusedAtRegistration(Manipulation manipulation, Algorithm algorithm) {
		for (boolean strict : new boolean[] { false, true }) {
			LibraryRelyingParty relyingParty = strict ? LibraryRelyingParty.strict() : LibraryRelyingParty.lenient();
			SoftwareAuthenticator authenticator = authenticator(relyingParty, algorithm);
			manipulation.apply(authenticator);
			Map<String, Object> response = authenticator.register(relyingParty.creationOptions(ADA));
			verify(manipulation, strict, () -> relyingParty.register(response));
		}
	}

	@ParameterizedTest
	@MethodSource("authentications")
	void isRefusedAtAuthentication(Manipulation manipulation, Algorithm algorithm) {
		for (boolean strict : new boolean[] { false, true }) {
			LibraryRelyingParty relyingParty = strict ? LibraryRelyingParty.strict() : LibraryRelyingParty.lenient();
			SoftwareAuthenticator authenticator = authenticator(relyingParty, algorithm);
			manipulation.apply(authenticator);
			Map<String, Object> response = authenticator.authenticate(relyingParty.requestOptions());
			verify(manipulation, strict, () -> relyingParty.authenticate(response));
		}
	}

	private static SoftwareAuthenticator authenticator(LibraryRelyingParty relyingParty, Algorithm algorithm) {
		SoftwareAuthenticator authenticator = new SoftwareAuthenticator(LibraryRelyingParty.ORIGIN, algorithm)
			.countsUp();
		relyingParty.register(authenticator.register(relyingParty.creationOptions(BOB)));
		relyingParty.register(authenticator.register(relyingParty.creationOptions(ADA)));
		relyingParty.authenticate(authenticator.authenticate(relyingParty.requestOptions()));
		return authenticator;
	}

	private static void verify(Manipulation manipulation, boolean strict, ThrowingCallable ceremony) {
		Throwable refusal = catchThrowable(ceremony);
		boolean refused = manipulation.refusedBy() == RefusedBy.LIBRARY
				|| strict && manipulation.refusedBy() == RefusedBy.STRICTER_LIBRARY;
		if (refused) {
			assertThat(refusal).isInstanceOf(RuntimeException.class);
		}
		else {
			assertThat(refusal).isNull();
		}
	}

}

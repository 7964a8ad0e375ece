package dev.faroe.passkey;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.webauthn4j.util.exception.WebAuthnException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What WebAuthn4J throws for what no authenticator would send. Its own exceptions and
 * those of Jackson are not all: a caller has to catch any {@link RuntimeException}. It is
 * never an {@link Error}.
 */
@Tag("one-jdk")
class MalformedResponsesTests {

	private static final String ADA = "YWRhLWFkYS1hZGEtYWRh";

	private final LibraryRelyingParty relyingParty = LibraryRelyingParty.lenient();

	private final SoftwareAuthenticator authenticator = new SoftwareAuthenticator(LibraryRelyingParty.ORIGIN,
			Algorithm.ES256);

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "7", "[]", "{}", "\"text\"", "{\"response\":{}}", "{\"response\":null}", "{" })
	void refusesJsonThatIsNoResponse(String json) {
		this.relyingParty.register(this.authenticator.register(this.relyingParty.creationOptions(ADA)));
		assertThatThrownBy(() -> this.relyingParty.register(json)).isInstanceOf(RuntimeException.class);
		assertThatThrownBy(() -> this.relyingParty.authenticate(json)).isInstanceOf(RuntimeException.class);
	}

	@Test
	void throwsOtherExceptionsThanItsOwn() {
		this.relyingParty.register(this.authenticator.register(this.relyingParty.creationOptions(ADA)));
		assertThatThrownBy(() -> this.relyingParty.register("{}")).isInstanceOf(NullPointerException.class);
		Manipulation.EXTENSIONS_NO_MAP.apply(this.authenticator);
		assertThatThrownBy(() -> this.relyingParty
			.authenticate(this.authenticator.authenticate(this.relyingParty.requestOptions())))
			.isInstanceOf(ClassCastException.class);
	}

	static Stream<Map<String, Object>> attestations() {
		Map<String, Object> none = Map.of();
		return Stream.of("packed", "fido-u2f", "tpm", "android-key", "android-safetynet", "apple", "compound")
			.flatMap((format) -> Stream
				.of(none, Map.of("alg", "x"), Map.of("sig", 7), Map.of("alg", -7),
						Map.of("alg", -7, "sig", new byte[8]), Map.of("alg", -7, "sig", new byte[8], "x5c", List.of()),
						Map.of("alg", -7, "sig", new byte[8], "x5c", List.of(new byte[9])),
						Map.of("alg", -7, "sig", new byte[8], "x5c", "text"),
						Map.of("sig", new byte[8], "x5c", List.of()), Map.of("ver", "1", "response", new byte[4]),
						Map.of("ver", "1", "response", "a.b.c".getBytes(StandardCharsets.UTF_8)),
						Map.of("ver", "1", "response", "e30.e30.e30".getBytes(StandardCharsets.UTF_8)),
						Map.of("ver", "2.0", "alg", -7, "sig", new byte[8], "x5c", List.of(), "certInfo", new byte[9],
								"pubArea", new byte[9]))
				.map((statement) -> Map.of("fmt", format, "attStmt", statement)));
	}

	@ParameterizedTest
	@MethodSource("attestations")
	void throwsNoErrorForStatements(Map<String, Object> attestation) {
		this.authenticator.hooks().attestation((honest) -> {
			honest.putAll(attestation);
			return honest;
		});
		verify(() -> this.relyingParty.register(this.authenticator.register(this.relyingParty.creationOptions(ADA))));
	}

	static Stream<Map<Object, Object>> keys() {
		return Stream.of(Map.of(1, "x"), Map.of(1, 4), Map.of(1, 1), Map.of(1, 3), Map.of(3, "x"), Map.of(3, 1L << 60),
				Map.of(-1, 99), Map.of(-1, "x"), Map.of(-1, 3), Map.of(-2, 7), Map.of(-2, new byte[0]),
				Map.of(-2, new byte[5000]), Map.of(-3, List.of()), Map.of(4, 7), Map.of(4, List.of(99)), Map.of(-4, 7),
				Map.of(-4, new byte[32]), Map.of(2, 7), Map.of("x", 7), Map.of(1L << 40, 7), Map.of(3, -8),
				Map.of(3, -257), Map.of(3, -47), Map.of(1, 7, 3, -48, -1, new byte[10]));
	}

	@ParameterizedTest
	@MethodSource("keys")
	void throwsNoErrorForKeys(Map<Object, Object> members) {
		this.authenticator.hooks().coseKey((key) -> {
			key.putAll(members);
			return key;
		});
		verify(() -> this.relyingParty.register(this.authenticator.register(this.relyingParty.creationOptions(ADA))));
		this.authenticator.honest();
		if (!this.relyingParty.isEmpty()) {
			verify(() -> this.relyingParty
				.authenticate(this.authenticator.authenticate(this.relyingParty.requestOptions())));
		}
	}

	static Stream<Object> extensions() {
		return Stream.of(7, "x", List.of(), Map.of(), Map.of(1, 2), Map.of("credProtect", "x"),
				Map.of("credProtect", 99), Map.of("credProtect", List.of()), Map.of("hmac-secret", 7),
				Map.of("hmac-secret", Map.of()), Map.of("hmac-secret", new byte[1]), Map.of("uvm", 7),
				Map.of("uvm", List.of(7)), Map.of("uvm", List.of(List.of("x"))), Map.of("uvm", List.of(List.of(1, 2))),
				Map.of("credProps", 7), Map.of("credProps", Map.of("rk", "x")), Map.of("appid", 7),
				Map.of("appidExclude", "x"), Map.of("largeBlob", 7), Map.of("largeBlob", Map.of("blob", 7)),
				Map.of("credBlob", 7), Map.of("minPinLength", "x"), Map.of("prf", Map.of("results", 7)),
				Map.of("hmacCreateSecret", "x"), Map.of("hmacGetSecret", 7), Map.of("txAuthSimple", 7));
	}

	@ParameterizedTest
	@MethodSource("extensions")
	void throwsNoErrorForExtensions(Object extensions) {
		this.relyingParty.register(this.authenticator.register(this.relyingParty.creationOptions(ADA)));
		Consumer<SoftwareAuthenticator> inData = Tampering.authenticatorData(Tampering.extensions(extensions));
		Consumer<SoftwareAuthenticator> inResults = Tampering.response("clientExtensionResults",
				(extensions instanceof Map<?, ?> map && map.containsKey(1)) ? 1 : extensions);
		for (Consumer<SoftwareAuthenticator> hook : List.of(inData, inResults)) {
			hook.accept(this.authenticator.honest());
			verify(() -> this.relyingParty
				.register(this.authenticator.register(this.relyingParty.creationOptions(ADA))));
			verify(() -> this.relyingParty
				.authenticate(this.authenticator.authenticate(this.relyingParty.requestOptions())));
		}
	}

	/**
	 * Lengths that are claimed and not there, and depths, in each place that is parsed.
	 */
	@Test
	void throwsNoErrorForLengthsAndDepths() {
		byte[] claimed = { 0x5B, 0, 0, 0, 0, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xF0 };
		byte[] claimedText = { 0x7A, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xF0 };
		byte[] claimedArray = { (byte) 0x9A, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xF0 };
		for (byte[] value : List.of(claimed, claimedText, claimedArray, Tampering.nestedArrays(400),
				Tampering.nestedArrays(100_000))) {
			for (Consumer<SoftwareAuthenticator> hook : List.of(
					Tampering.attestationObject(Tampering.oneMoreMember(value)),
					Tampering.attestationObject((object) -> value), Tampering.authenticatorData(raw(value)),
					Tampering.authenticatorData((data) -> raw(value).apply(Arrays.copyOf(data, 37 + 18 + 32))))) {
				hook.accept(this.authenticator.honest());
				verify(() -> this.relyingParty
					.register(this.authenticator.register(this.relyingParty.creationOptions(ADA))));
			}
		}
	}

	/**
	 * Append bytes as extensions: a map of one member, the value of which they are.
	 */
	private static UnaryOperator<byte[]> raw(byte[] value) {
		return (data) -> Tampering.append(value)
			.apply(Tampering.append((byte) 0xA1, (byte) 0x61, (byte) 'x')
				.apply(Tampering.flag(AuthenticatorFlag.EXTENSIONS, true).apply(data)));
	}

	@Test
	void throwsNoErrorForChangedBytes() {
		Random random = new Random(20260729);
		this.relyingParty.register(this.authenticator.register(this.relyingParty.creationOptions(ADA)));
		UnaryOperator<byte[]> change = (bytes) -> {
			byte[] changed = bytes.clone();
			for (int times = random.nextInt(3); times >= 0; times--) {
				changed[random.nextInt(changed.length)] = (byte) random.nextInt();
			}
			return changed;
		};
		List<Consumer<SoftwareAuthenticator>> hooks = List.of(Tampering.attestationObject(change),
				Tampering.authenticatorData(change), (changed) -> changed.hooks().clientDataJson(change));
		for (int round = 0; round < 900; round++) {
			hooks.get(round % hooks.size()).accept(this.authenticator.honest());
			verify(() -> this.relyingParty
				.register(this.authenticator.register(this.relyingParty.creationOptions(ADA))));
			if (round % hooks.size() != 0) {
				verify(() -> this.relyingParty
					.authenticate(this.authenticator.authenticate(this.relyingParty.requestOptions())));
			}
		}
	}

	private static void verify(ThrowingCallable ceremony) {
		Throwable refusal = catchThrowable(ceremony);
		if (refusal != null) {
			assertThat(refusal).isInstanceOfAny(WebAuthnException.class, JacksonException.class,
					ClassCastException.class);
		}
	}

}

package dev.faroe.passkey;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The ways in which {@link Manipulation} changes parts of a response.
 */
final class Tampering {

	private static final int FLAGS = 32;

	private static final int COUNTER = 33;

	private Tampering() {
	}

	static <K> UnaryOperator<Map<K, Object>> with(K member, Object value) {
		return (map) -> {
			map.put(member, value);
			return map;
		};
	}

	static <K> UnaryOperator<Map<K, Object>> without(K member) {
		return (map) -> {
			map.remove(member);
			return map;
		};
	}

	static Consumer<SoftwareAuthenticator> clientData(String member, Object value) {
		return (authenticator) -> authenticator.hooks().clientData(with(member, value));
	}

	static Consumer<SoftwareAuthenticator> withoutClientData(String member) {
		return (authenticator) -> authenticator.hooks().clientData(without(member));
	}

	static Consumer<SoftwareAuthenticator> clientDataJson(UnaryOperator<String> json) {
		return (authenticator) -> authenticator.hooks()
			.clientDataJson(
					(bytes) -> json.apply(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
	}

	static Consumer<SoftwareAuthenticator> authenticatorData(UnaryOperator<byte[]> data) {
		return (authenticator) -> authenticator.hooks().authenticatorData(data);
	}

	static Consumer<SoftwareAuthenticator> coseKey(UnaryOperator<Map<Object, Object>> key) {
		return (authenticator) -> authenticator.hooks().coseKey(key);
	}

	static Consumer<SoftwareAuthenticator> attestation(String member, Object value) {
		return (authenticator) -> authenticator.hooks().attestation(with(member, value));
	}

	static Consumer<SoftwareAuthenticator> attestationObject(UnaryOperator<byte[]> object) {
		return (authenticator) -> authenticator.hooks().attestationObject(object);
	}

	static Consumer<SoftwareAuthenticator> signature(UnaryOperator<byte[]> signature) {
		return (authenticator) -> authenticator.hooks().signature(signature);
	}

	static Consumer<SoftwareAuthenticator> response(String member, Object value) {
		return (authenticator) -> authenticator.hooks().response(with(member, value));
	}

	static Consumer<SoftwareAuthenticator> withoutResponse(String member) {
		return (authenticator) -> authenticator.hooks().response(without(member));
	}

	/**
	 * Change the {@code response} of the response.
	 */
	static Consumer<SoftwareAuthenticator> inner(UnaryOperator<Map<String, Object>> inner) {
		return (authenticator) -> authenticator.hooks().response((response) -> {
			inner.apply(inner(response));
			return response;
		});
	}

	/**
	 * Change a base64url text of the {@code response} of the response.
	 */
	static Consumer<SoftwareAuthenticator> text(String member, UnaryOperator<String> text) {
		return inner((inner) -> with(member, (Object) text.apply((String) inner.get(member))).apply(inner));
	}

	static void sendTypeOfOtherCeremony(SoftwareAuthenticator authenticator) {
		authenticator.hooks().clientData((data) -> {
			data.put("type", "webauthn.get".equals(data.get("type")) ? "webauthn.create" : "webauthn.get");
			return data;
		});
	}

	/**
	 * Send a member of the client data with a byte that is in no UTF-8 text.
	 */
	static void sendNoUtf8(SoftwareAuthenticator authenticator) {
		authenticator.hooks()
			.clientData(with("more", "?"))
			.clientDataJson((json) -> new String(json, StandardCharsets.ISO_8859_1).replace('?', '\u00FF')
				.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Send the id of another credential as that of the one that signed.
	 */
	static void sendOtherCredential(SoftwareAuthenticator authenticator) {
		authenticator.hooks()
			.response((response) -> withId(response,
					encode(other(authenticator, (own) -> !encode(own.id()).equals(response.get("rawId"))).id())));
	}

	static void sendOtherUserHandle(SoftwareAuthenticator authenticator) {
		inner((inner) -> with("userHandle", (Object) encode(
				other(authenticator, (own) -> !encode(own.userHandle()).equals(inner.get("userHandle"))).userHandle()))
			.apply(inner)).accept(authenticator);
	}

	static void sendPreviousResponse(SoftwareAuthenticator authenticator) {
		authenticator.hooks()
			.response((response) -> authenticator.responses()
				.stream()
				.filter((previous) -> inner(previous).keySet().equals(inner(response).keySet()))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("No response of the same kind before")));
	}

	static void signWithOtherKey(SoftwareAuthenticator authenticator) {
		authenticator.hooks().signingKey((key) -> authenticator.algorithm().otherKeyPair());
	}

	static UnaryOperator<Map<String, Object>> withId(String id) {
		return (response) -> withId(response, id);
	}

	static UnaryOperator<byte[]> rpId(String rpId) {
		return (data) -> ByteBuffer.wrap(data)
			.put(SoftwareAuthenticator.sha256(rpId.getBytes(StandardCharsets.UTF_8)))
			.array();
	}

	static UnaryOperator<byte[]> flag(AuthenticatorFlag flag, boolean set) {
		return (data) -> {
			data[FLAGS] = (byte) (set ? data[FLAGS] | flag.bit() : data[FLAGS] & ~flag.bit());
			return data;
		};
	}

	static UnaryOperator<byte[]> flipFlag(AuthenticatorFlag flag) {
		return (data) -> flag(flag, (data[FLAGS] & flag.bit()) == 0).apply(data);
	}

	static UnaryOperator<byte[]> counter(int difference) {
		return (data) -> ByteBuffer.wrap(data)
			.putInt(COUNTER, Math.max(0, ByteBuffer.wrap(data).getInt(COUNTER) + difference))
			.array();
	}

	static UnaryOperator<byte[]> extensions(Object extensions) {
		return (data) -> append(CborWriter.write(extensions))
			.apply(flag(AuthenticatorFlag.EXTENSIONS, true).apply(data));
	}

	static UnaryOperator<byte[]> length(int length) {
		return (bytes) -> Arrays.copyOf(bytes, (length < 0) ? bytes.length + length : length);
	}

	static UnaryOperator<byte[]> append(byte... more) {
		return (bytes) -> {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			out.writeBytes(bytes);
			out.writeBytes(more);
			return out.toByteArray();
		};
	}

	static UnaryOperator<byte[]> flipLastBit() {
		return (bytes) -> {
			bytes[bytes.length - 1] ^= 1;
			return bytes;
		};
	}

	/**
	 * Return arrays of one element each, the innermost empty.
	 */
	static byte[] nestedArrays(int depth) {
		byte[] nested = new byte[depth];
		Arrays.fill(nested, (byte) 0x81);
		nested[depth - 1] = (byte) 0x80;
		return nested;
	}

	/**
	 * Give the attestation object a fourth member.
	 * @param value its value as CBOR
	 */
	static UnaryOperator<byte[]> oneMoreMember(byte[] value) {
		return (object) -> {
			object[0]++;
			return append(value).apply(append(CborWriter.write("more")).apply(object));
		};
	}

	static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static Map<String, Object> withId(Map<String, Object> response, String id) {
		response.put("id", id);
		response.put("rawId", id);
		return response;
	}

	static String decode(String text) {
		return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
	}

	private static SoftwareCredential other(SoftwareAuthenticator authenticator, Predicate<SoftwareCredential> other) {
		List<SoftwareCredential> credentials = authenticator.credentials();
		return credentials.stream()
			.filter(other)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The authenticator has no other credential"));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> inner(Map<String, Object> response) {
		return (Map<String, Object>) Objects.requireNonNull(response.get("response"));
	}

}

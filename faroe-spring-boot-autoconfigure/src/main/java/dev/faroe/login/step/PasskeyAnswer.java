package dev.faroe.login.step;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * A JSON object that the script of passkeys has sent. No class has a text with its
 * values.
 */
final class PasskeyAnswer {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final JsonNode object;

	private PasskeyAnswer(JsonNode object) {
		this.object = object;
	}

	/**
	 * Read what was sent.
	 * @return the object, or an error signal with {@link FaroeError#INVALID_DATA}
	 */
	static Mono<PasskeyAnswer> read(ServerRequest request) {
		if (!Submission.isJson(request)) {
			return Mono.error(() -> new FaroeException(FaroeError.INVALID_DATA));
		}
		return request.bodyToMono(String.class)
			.onErrorMap((ex) -> new FaroeException(FaroeError.INVALID_DATA))
			.map((body) -> new PasskeyAnswer(parse(body)))
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.INVALID_DATA)));
	}

	/**
	 * The message of the parser's exception would quote what was sent.
	 */
	private static JsonNode parse(String text) {
		try {
			return JSON.readTree(text);
		}
		catch (JacksonException ex) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	/**
	 * Return a member.
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if it is no text
	 */
	String text(String name) {
		return this.object.path(name).stringValueOpt().orElseThrow(() -> new FaroeException(FaroeError.INVALID_DATA));
	}

	PasskeyAnswer object(String name) {
		return new PasskeyAnswer(this.object.path(name));
	}

	/**
	 * Return the challenge that a response of an authenticator answers.
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if it has none
	 */
	String challenge() {
		String clientData = object("response").text("clientDataJSON");
		try {
			return new PasskeyAnswer(
					parse(new String(Base64.getUrlDecoder().decode(clientData), StandardCharsets.UTF_8)))
				.text("challenge");
		}
		catch (IllegalArgumentException ex) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	String json() {
		return this.object.toString();
	}

}

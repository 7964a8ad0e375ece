package dev.faroe.login.step;

import java.util.HashMap;
import java.util.Map;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.WellFormedText;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * What a user has submitted: a form, or a JSON object with the same members. No class has
 * a text with its values.
 */
final class Submission {

	private static final ParameterizedTypeReference<Map<String, Object>> OBJECT = new ParameterizedTypeReference<>() {
	};

	private final Map<String, String> values;

	private Submission(Map<String, String> values) {
		this.values = values;
	}

	/**
	 * Read a submission.
	 * @return the submission, or an error signal with {@link FaroeError#INVALID_DATA}
	 */
	static Mono<Submission> of(ServerRequest request) {
		return isJson(request)
				? request.bodyToMono(OBJECT)
					.onErrorMap((ex) -> new FaroeException(FaroeError.INVALID_DATA))
					.map(Submission::ofObject)
					.defaultIfEmpty(new Submission(Map.of()))
				: request.formData()
					.onErrorMap((ex) -> new FaroeException(FaroeError.INVALID_DATA))
					.map(Submission::ofForm);
	}

	static boolean isJson(ServerRequest request) {
		try {
			return request.headers()
				.contentType()
				.filter((type) -> type.isCompatibleWith(MediaType.APPLICATION_JSON))
				.isPresent();
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	private static Submission ofObject(Map<String, Object> object) {
		Map<String, String> values = new HashMap<>();
		object.forEach((name, value) -> {
			if (value instanceof String text) {
				values.put(name, text);
			}
		});
		return new Submission(values);
	}

	private static Submission ofForm(MultiValueMap<String, String> form) {
		return new Submission(form.toSingleValueMap());
	}

	/**
	 * Return a value.
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if it is missing, empty
	 * or no text
	 */
	String require(String name) {
		String value = this.values.get(name);
		if (value == null || value.isEmpty() || !WellFormedText.isWellFormed(value)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return value;
	}

	boolean has(String name) {
		return this.values.containsKey(name);
	}

}

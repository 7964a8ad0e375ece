package dev.faroe.login.message;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;

/**
 * Why a step of a log-in or a change of an account failed, as a page shows it.
 *
 * @param key what stays the same, such as {@code incorrect-code}: lower-case letters and
 * dashes
 * @param field the name of the field that the sentence belongs to, such as {@code code},
 * or {@code null} if it belongs to none
 * @param retryAfter how many seconds to wait, or {@code null} if waiting does not help
 */
public record Failure(String key, @Nullable String field, @Nullable Long retryAfter) {

	/** The email address or the password is wrong. */
	public static final String INCORRECT_CREDENTIALS = "incorrect-credentials";

	/** The step before was too long ago: the log-in has to begin again. */
	public static final String EXPIRED = "expired";

	/** What a page may be asked to show with a key. */
	private static final List<String> FIELDS = List.of("email", "password", "code", "recovery_code");

	/**
	 * Return the failure that an exception stands for.
	 * @param exception the exception
	 * @return the failure
	 */
	public static Failure of(FaroeException exception) {
		String key = exception.error().name().toLowerCase(Locale.ROOT).replace('_', '-');
		return new Failure(key, field(exception.error()),
				Optional.ofNullable(exception.retryAfter()).map(Duration::toSeconds).orElse(null));
	}

	private static @Nullable String field(FaroeError error) {
		return switch (error) {
			case EMAIL_ALREADY_USED, USER_NOT_EXISTS -> "email";
			case INCORRECT_PASSWORD, WEAK_PASSWORD -> "password";
			case INCORRECT_CODE -> "code";
			default -> null;
		};
	}

	/**
	 * Return the same failure of another field.
	 * @param key the key
	 * @param field the name of the field
	 * @return the failure
	 */
	public Failure as(String key, @Nullable String field) {
		return new Failure(key, field, this.retryAfter);
	}

	/**
	 * Find the failure that the library has redirected to a page with.
	 * @param request the request for the page
	 * @return the failure, if there is one
	 */
	public static Optional<Failure> in(ServerHttpRequest request) {
		MultiValueMap<String, String> parameters = request.getQueryParams();
		String key = parameters.getFirst("error");
		if (key == null || !key.matches("[a-z-]{1,40}")) {
			return Optional.empty();
		}
		String field = parameters.getFirst("field");
		return Optional.of(new Failure(key, (field != null && FIELDS.contains(field)) ? field : null,
				seconds(parameters.getFirst("retry-after"))));
	}

	private static @Nullable Long seconds(@Nullable String text) {
		return (text != null && text.matches("[0-9]{1,9}")) ? Long.valueOf(text) : null;
	}

	/**
	 * Return the query that {@link #in} finds the failure in.
	 * @return the query, without a question mark
	 */
	public String query() {
		return "error=" + this.key + ((this.field != null) ? "&field=" + this.field : "")
				+ ((this.retryAfter != null) ? "&retry-after=" + this.retryAfter : "");
	}

}

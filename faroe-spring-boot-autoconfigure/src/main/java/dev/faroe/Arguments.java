package dev.faroe;

import dev.faroe.security.TokenGenerator;
import dev.faroe.security.WellFormedText;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What every service asks of its arguments, before anything is charged or looked for.
 */
public final class Arguments {

	private Arguments() {
	}

	/**
	 * Require that something is there.
	 * @param argument what may be missing
	 * @param <T> its type
	 * @return the argument
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if it is {@code null}
	 */
	public static <T> T requirePresent(@Nullable T argument) {
		if (argument == null) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return argument;
	}

	/**
	 * Require that a code, or the id that comes with one, is there, well-formed and not
	 * empty. Any other text is a wrong one.
	 * @param code what somebody claims to be a code
	 * @return the code
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if it is {@code null}
	 * or empty
	 */
	public static String requireCode(@Nullable String code) {
		String text = WellFormedText.require(code);
		if (text.isEmpty()) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return text;
	}

	/**
	 * Leave out what cannot name anything, so that it need not reach the database.
	 * @param id what somebody claims to be an id
	 * @return the id, or nothing if it does not have the form of one, or an error signal
	 * with {@link FaroeError#INVALID_DATA} if it is {@code null}
	 */
	public static Mono<String> id(@Nullable String id) {
		if (id == null) {
			return Mono.error(() -> new FaroeException(FaroeError.INVALID_DATA));
		}
		return TokenGenerator.isId(id) ? Mono.just(id) : Mono.empty();
	}

}

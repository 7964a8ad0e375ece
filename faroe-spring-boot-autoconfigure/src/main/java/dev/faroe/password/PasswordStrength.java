package dev.faroe.password;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.WellFormedText;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;
import org.springframework.util.Assert;

/**
 * The rules that a new password must keep: its length, a bundled list of common passwords
 * and, where there is one, a checker for passwords from breaches.
 */
final class PasswordStrength {

	/** The least length of a password, in Unicode code points. */
	public static final int MIN_LENGTH = 8;

	/** The greatest length of a password, in Unicode code points. */
	public static final int MAX_LENGTH = 127;

	private final @Nullable CommonPasswords commonPasswords;

	private final @Nullable ReactiveCompromisedPasswordChecker checker;

	PasswordStrength(@Nullable ReactiveCompromisedPasswordChecker checker, boolean commonPasswords) {
		this.checker = checker;
		this.commonPasswords = commonPasswords ? new CommonPasswords() : null;
	}

	/**
	 * Require that a password has a length that can be set: from {@value #MIN_LENGTH} to
	 * {@value #MAX_LENGTH} code points, {@linkplain WellFormedText well-formed}.
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if it does not
	 */
	static void requireValidLength(@Nullable String password) {
		requireLength(password, MIN_LENGTH);
	}

	/**
	 * Require that a password has a length that one to verify can have: from 1 to
	 * {@value #MAX_LENGTH} code points, {@linkplain WellFormedText well-formed}.
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if it does not
	 */
	static void requireVerifiableLength(@Nullable String password) {
		requireLength(password, 1);
	}

	private static void requireLength(@Nullable String password, int least) {
		if (password == null) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		int length = password.codePointCount(0, password.length());
		if (length < least || length > MAX_LENGTH || !WellFormedText.isWellFormed(password)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	/**
	 * Check a new password against the rules, in this order: from {@value #MIN_LENGTH} to
	 * {@value #MAX_LENGTH} code points, {@linkplain WellFormedText well-formed}; not on
	 * the bundled list, in whatever case; not known to the checker. The checker is not
	 * asked about a password that another rule refuses.
	 * @return completion if the password keeps the rules; a {@link FaroeException} with
	 * {@link FaroeError#INVALID_DATA} or {@link FaroeError#WEAK_PASSWORD} if it does not;
	 * or the checker's own error
	 */
	public Mono<Void> check(String password) {
		Assert.notNull(password, "password must not be null");
		return Mono.defer(() -> {
			requireValidLength(password);
			if (this.commonPasswords != null && this.commonPasswords.contains(password)) {
				return Mono.error(new FaroeException(FaroeError.WEAK_PASSWORD));
			}
			return (this.checker != null) ? check(this.checker, password) : Mono.empty();
		});
	}

	private static Mono<Void> check(ReactiveCompromisedPasswordChecker checker, String password) {
		return checker.check(password)
			// No decision must not pass for a good one.
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("The password checker made no decision")))
			.flatMap((decision) -> decision.isCompromised() ? Mono.error(new FaroeException(FaroeError.WEAK_PASSWORD))
					: Mono.empty());
	}

}

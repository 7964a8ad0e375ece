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

	/** The greatest length of a password, in Unicode code points. */
	public static final int MAX_LENGTH = 127;

	private final @Nullable CommonPasswords commonPasswords;

	private final @Nullable ReactiveCompromisedPasswordChecker checker;

	private final PasswordPolicy policy;

	PasswordStrength(@Nullable ReactiveCompromisedPasswordChecker checker, boolean commonPasswords,
			PasswordPolicy policy) {
		this.checker = checker;
		this.policy = policy;
		this.commonPasswords = commonPasswords ? new CommonPasswords() : null;
	}

	/**
	 * Tell whether it makes a difference whose password it is.
	 */
	boolean dependsOnOwner() {
		return this.policy.dependsOnOwner();
	}

	/**
	 * Require that a password has a length that can be set: from the least of the policy
	 * to {@value #MAX_LENGTH} code points, {@linkplain WellFormedText well-formed}.
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if it does not
	 */
	void requireValidLength(@Nullable String password, PasswordOwner owner) {
		requireLength(password, this.policy.minLength(owner));
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
	 * Check a new password against the rules, in this order: from the least length of the
	 * policy to {@value #MAX_LENGTH} code points, {@linkplain WellFormedText
	 * well-formed}; not on the bundled list, in whatever case; not made of words of the
	 * context; not known to the checker. The checker is not asked about a password that
	 * another rule refuses.
	 * @return completion if the password keeps the rules; a {@link FaroeException} with
	 * {@link FaroeError#INVALID_DATA} or {@link FaroeError#WEAK_PASSWORD} if it does not;
	 * or the checker's own error
	 */
	public Mono<Void> check(String password, PasswordOwner owner) {
		Assert.notNull(password, "password must not be null");
		return Mono.defer(() -> {
			requireValidLength(password, owner);
			if (isCommon(password) || isMadeOfContextWords(password, owner)) {
				return Mono.error(new FaroeException(FaroeError.WEAK_PASSWORD));
			}
			return (this.checker != null) ? check(this.checker, password) : Mono.empty();
		});
	}

	private boolean isCommon(String password) {
		return this.commonPasswords != null && this.commonPasswords.contains(password);
	}

	private boolean isMadeOfContextWords(String password, PasswordOwner owner) {
		ContextWords words = this.policy.contextWords();
		return words != null && words.make(password, owner.email());
	}

	private static Mono<Void> check(ReactiveCompromisedPasswordChecker checker, String password) {
		return checker.check(password)
			// No decision must not pass for a good one.
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("The password checker made no decision")))
			.flatMap((decision) -> decision.isCompromised() ? Mono.error(new FaroeException(FaroeError.WEAK_PASSWORD))
					: Mono.empty());
	}

}

package dev.faroe.login.step;

import java.util.List;
import java.util.Locale;

/**
 * What a user is asked for, in a form of its own.
 */
enum Step {

	/** The email address and the password. */
	LOG_IN("", "email", "password"),

	/** A code of an authenticator. */
	SECOND_FACTOR("/second-factor", "code"),

	/** The recovery code, in the place of a second factor. */
	RECOVERY_CODE("/recovery-code", "recovery_code"),

	/** A fresh proof of what has been proved before. */
	STEP_UP("/step-up", "password"),

	/** The email address that a code is sent to, in the place of a password. */
	EMAILED_CODE("/code", "email"),

	/** The code from the mail. */
	EMAILED_CODE_ANSWER("/code/answer", "code"),

	/** Nothing but a yes: the code is in the link from the mail. */
	EMAILED_CODE_LINK("/code/link"),

	/** Nothing: the recovery code is shown. */
	NEW_RECOVERY_CODE("/new-recovery-code"),

	/** Nothing: the passkeys of the user are shown, to add, rename and remove. */
	PASSKEYS("/passkeys");

	private final String suffix;

	private final List<String> fields;

	Step(String suffix, String... fields) {
		this.suffix = suffix;
		this.fields = List.of(fields);
	}

	String suffix() {
		return this.suffix;
	}

	/**
	 * Return the names of the fields of the form.
	 */
	List<String> fields() {
		return this.fields;
	}

	/**
	 * Tell whether the step is there only where codes are sent.
	 */
	boolean isEmailed() {
		return this == EMAILED_CODE || this == EMAILED_CODE_ANSWER || this == EMAILED_CODE_LINK;
	}

	/**
	 * Tell whether the page has something to say beside its form.
	 */
	boolean hasHint() {
		return this == RECOVERY_CODE || this == EMAILED_CODE_ANSWER;
	}

	/**
	 * Return the name in messages and answers, such as {@code second-factor}.
	 */
	String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

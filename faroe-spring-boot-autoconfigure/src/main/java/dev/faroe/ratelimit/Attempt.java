package dev.faroe.ratelimit;

import java.util.function.BooleanSupplier;

import dev.faroe.security.ConstantTime;

/**
 * One attempt at a secret, and what has come out of it so far. Whatever compares a secret
 * does it here, so that it is known whether anything was compared at all.
 * <p>
 * The last comparison counts. While one is under way, and when it fails, the secret
 * counts as wrong.
 */
public final class Attempt {

	private volatile Verdict verdict = Verdict.NOTHING_COMPARED;

	/**
	 * Make a comparison.
	 * @param comparison tells whether the secret is right; may be called on any thread
	 * @return what the comparison told
	 */
	public boolean judge(BooleanSupplier comparison) {
		this.verdict = Verdict.WRONG;
		boolean right = comparison.getAsBoolean();
		if (right) {
			this.verdict = Verdict.RIGHT;
		}
		return right;
	}

	/**
	 * Compare two secrets in a time that does not tell where they differ.
	 * @param expected the secret
	 * @param actual what somebody claims it to be
	 * @return whether they are equal
	 */
	public boolean matches(String expected, String actual) {
		return judge(() -> ConstantTime.equals(expected, actual));
	}

	/**
	 * Make the attempt a failed one: nothing could have been right, or what was right has
	 * turned out to be so no longer.
	 */
	public void fail() {
		this.verdict = Verdict.WRONG;
	}

	Verdict verdict() {
		return this.verdict;
	}

	/**
	 * What is known about the secret.
	 */
	enum Verdict {

		/** Nobody has learned anything about the secret. */
		NOTHING_COMPARED,

		/** It is not the expected one. */
		WRONG,

		/** It is the expected one. */
		RIGHT

	}

}

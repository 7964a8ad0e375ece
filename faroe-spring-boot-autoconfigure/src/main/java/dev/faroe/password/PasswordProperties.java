package dev.faroe.password;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What a host application sets about passwords. NIST SP 800-63B-4, 3.1.1.2, asks for 15
 * characters where a password is the only factor and for 8 elsewhere; ASVS 5.0, 6.2.1,
 * for 8, and recommends 15.
 *
 * @param rejectCommon Whether passwords on the bundled list of common passwords are
 * rejected.
 * @param minLength Least length of a new password, in characters, from 8 to 64. A shorter
 * one is answered with INVALID_DATA.
 * @param minLengthAsOnlyFactor Least length of a new password of a user without a second
 * factor, such as every new user, from 8 to 64. Less than min-length means nothing.
 * @param rejectContextWords Whether new passwords that are made of the context words and
 * of parts of the user's email address are rejected, with WEAK_PASSWORD.
 * @param contextWords Words that somebody who guesses tries first, such as the name of
 * the service, with 3 to 64 letters or digits, up to 100 of them. They count with
 * reject-context-words.
 * @param maxConsecutiveFailures Greatest number of wrong passwords of one user in a row,
 * whenever they were. After that no password is accepted until it is reset. Zero for any
 * number. NIST SP 800-63B-4, 3.2.2, allows no more than 100.
 */
@ConfigurationProperties("faroe.password")
record PasswordProperties(@DefaultValue("true") boolean rejectCommon, @DefaultValue("8") int minLength,
		@DefaultValue("8") int minLengthAsOnlyFactor, @DefaultValue("false") boolean rejectContextWords,
		@DefaultValue List<String> contextWords, @DefaultValue("0") int maxConsecutiveFailures) {

	private static final int MAX_WORDS = 100;

	PasswordProperties {
		requireLength("minLength", minLength);
		requireLength("minLengthAsOnlyFactor", minLengthAsOnlyFactor);
		Assert.isTrue(contextWords.size() <= MAX_WORDS, "contextWords must be at most " + MAX_WORDS);
		for (String word : contextWords) {
			int length = ContextWords.normalize(word).length();
			Assert.isTrue(length >= 3 && length <= 64, "contextWords must each have 3 to 64 letters or digits");
		}
		contextWords = List.copyOf(contextWords);
		Assert.isTrue(maxConsecutiveFailures >= 0 && maxConsecutiveFailures <= 1_000_000,
				"maxConsecutiveFailures must be between 0 and 1000000");
	}

	private static void requireLength(String name, int length) {
		Assert.isTrue(length >= 8 && length <= 64, () -> name + " must be between 8 and 64");
	}

	PasswordPolicy policy() {
		return new PasswordPolicy(this.minLength, this.minLengthAsOnlyFactor,
				this.rejectContextWords ? new ContextWords(this.contextWords, this.minLength / 2) : null);
	}

}

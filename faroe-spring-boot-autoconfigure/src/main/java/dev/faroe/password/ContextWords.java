package dev.faroe.password;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The words that somebody who guesses tries first, because of where the password is for
 * (NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0, 6.2.11): the name of the service, and the parts
 * of the user's email address.
 * <p>
 * A password is made of them when one occurs in it and few letters are left beside them.
 * Upper and lower case are the same, and what is neither a letter nor a digit is not
 * there at all. Of what is left, digits do not count, and neither does a letter after an
 * equal one. So a passphrase can have such a word in it.
 */
final class ContextWords {

	/** Shorter parts of an address, such as {@code com}, are in too many words. */
	static final int MIN_PART_LENGTH = 4;

	private final Set<String> words;

	private final int leastLetters;

	/**
	 * Create an instance.
	 * @param words the words of the service
	 * @param leastLetters how many letters a password must have beside the words
	 */
	ContextWords(List<String> words, int leastLetters) {
		this.words = new LinkedHashSet<>(words.stream().map(ContextWords::normalize).toList());
		this.leastLetters = leastLetters;
	}

	/**
	 * Return what is compared of a text.
	 */
	static String normalize(String text) {
		return text.toLowerCase(Locale.ROOT)
			.codePoints()
			.filter(Character::isLetterOrDigit)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	/**
	 * Tell whether a password is made of the words. Each word is looked for once in a
	 * text whose length is limited.
	 * @param password the password
	 * @param email the email address of the user, or {@code null}
	 */
	boolean make(String password, @Nullable String email) {
		String text = normalize(password);
		BitSet covered = new BitSet(text.length());
		this.words.forEach((word) -> cover(covered, text, word));
		if (email != null) {
			parts(email).forEach((word) -> cover(covered, text, word));
		}
		return !covered.isEmpty() && lettersBeside(covered, text) < this.leastLetters;
	}

	private static void cover(BitSet covered, String text, String word) {
		for (int start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1)) {
			covered.set(start, start + word.length());
		}
	}

	private static int lettersBeside(BitSet covered, String text) {
		int letters = 0;
		int former = -1;
		int index = covered.nextClearBit(0);
		while (index < text.length()) {
			int character = text.codePointAt(index);
			if (character != former && Character.isLetter(character)) {
				letters++;
			}
			former = character;
			index = covered.nextClearBit(index + Character.charCount(character));
		}
		return letters;
	}

	/**
	 * The local part as a whole; what punctuation separates in the address; and the
	 * letters of each of these without the digits.
	 */
	private static Set<String> parts(String email) {
		List<String> candidates = new ArrayList<>();
		candidates.add(normalize(email.substring(0, email.lastIndexOf('@'))));
		addRuns(candidates, email.toLowerCase(Locale.ROOT), true);
		addRuns(candidates, email.toLowerCase(Locale.ROOT), false);
		Set<String> parts = new LinkedHashSet<>();
		for (String candidate : candidates) {
			if (candidate.codePointCount(0, candidate.length()) >= MIN_PART_LENGTH) {
				parts.add(candidate);
			}
		}
		return parts;
	}

	private static void addRuns(List<String> runs, String text, boolean withDigits) {
		StringBuilder run = new StringBuilder();
		text.codePoints().forEach((character) -> {
			if (Character.isLetter(character) || withDigits && Character.isDigit(character)) {
				run.appendCodePoint(character);
			}
			else {
				runs.add(run.toString());
				run.setLength(0);
			}
		});
		runs.add(run.toString());
	}

	/**
	 * Return a text without the words: not everybody has to know what a service rejects.
	 */
	@Override
	public String toString() {
		return "ContextWords";
	}

}

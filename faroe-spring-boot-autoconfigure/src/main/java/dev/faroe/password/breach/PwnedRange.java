package dev.faroe.password.breach;

/**
 * Reads an answer of the range API: lines of 35 hexadecimal digits, a colon and a decimal
 * count, separated by line breaks.
 */
final class PwnedRange {

	/** How many digits of the hash each line has: all but the five that were sent. */
	static final int SUFFIX_LENGTH = 35;

	private PwnedRange() {
	}

	/**
	 * Tell whether a range has a suffix with a count above zero; zero marks padding.
	 * Every line is verified, found or not, so that a damaged answer never passes for one
	 * without the suffix.
	 * @throws RangeException if the answer is empty or any line is malformed
	 */
	static boolean contains(byte[] range, String suffix) {
		boolean found = false;
		int position = 0;
		do {
			boolean matches = true;
			for (int i = 0; i < SUFFIX_LENGTH; i++) {
				char digit = hexDigit(at(range, position++));
				matches &= (digit == suffix.charAt(i));
			}
			require(at(range, position++) == ':');
			require(isDecimalDigit(at(range, position)));
			boolean counted = false;
			while (isDecimalDigit(at(range, position))) {
				counted |= (range[position++] != '0');
			}
			found |= (matches && counted);
			position = afterLineBreak(range, position);
		}
		while (position < range.length);
		return found;
	}

	private static int afterLineBreak(byte[] range, int position) {
		if (position == range.length) {
			return position;
		}
		int lineFeed = (range[position] == '\r') ? position + 1 : position;
		require(at(range, lineFeed) == '\n');
		return lineFeed + 1;
	}

	private static int at(byte[] range, int position) {
		return (position < range.length) ? range[position] : -1;
	}

	private static char hexDigit(int character) {
		boolean lowerCase = character >= 'a' && character <= 'f';
		require(lowerCase || isDecimalDigit(character) || (character >= 'A' && character <= 'F'));
		return (char) (lowerCase ? character - 'a' + 'A' : character);
	}

	private static boolean isDecimalDigit(int character) {
		return character >= '0' && character <= '9';
	}

	private static void require(boolean wellFormed) {
		if (!wellFormed) {
			throw RangeException.failed("sent a malformed answer");
		}
	}

}

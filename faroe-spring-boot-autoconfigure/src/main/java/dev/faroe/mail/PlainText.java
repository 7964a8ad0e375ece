package dev.faroe.mail;

/**
 * Makes texts of others harmless: in a header, on a screen, and in HTML.
 */
final class PlainText {

	private static final int BYTE_ORDER_MARK = 0xFEFF;

	private PlainText() {
	}

	/**
	 * Tell whether a text shows as it is written: without line breaks and other control
	 * characters, with which one could begin another header, and without characters that
	 * turn the direction of what follows (Bidi_Control, Unicode UAX 9).
	 */
	static boolean isPlain(String text) {
		return text.codePoints().allMatch(PlainText::isPlain);
	}

	/**
	 * Put a space in the place of each character that is not plain.
	 */
	static String clean(String text) {
		return text.codePoints()
			.map((codePoint) -> isPlain(codePoint) ? codePoint : ' ')
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	/**
	 * Write a text so that HTML has it as a text, also within a quoted attribute.
	 */
	static String escape(String text) {
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&#39;");
	}

	private static boolean isPlain(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				false;
			case Character.FORMAT -> codePoint != BYTE_ORDER_MARK && !isBidirectionalControl(codePoint);
			default -> true;
		};
	}

	private static boolean isBidirectionalControl(int codePoint) {
		return codePoint == 0x061C || codePoint == 0x200E || codePoint == 0x200F
				|| codePoint >= 0x202A && codePoint <= 0x202E || codePoint >= 0x2066 && codePoint <= 0x2069;
	}

}

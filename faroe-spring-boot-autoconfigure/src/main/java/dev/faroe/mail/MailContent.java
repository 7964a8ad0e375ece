package dev.faroe.mail;

/**
 * What a mail says.
 *
 * @param subject one line
 * @param text the mail as plain text
 * @param page the mail as HTML
 * @param language the language of all of it
 */
record MailContent(String subject, String text, String page, MailLanguage language) {

	/**
	 * Return a text without the code that the mail may have.
	 */
	@Override
	public String toString() {
		return "MailContent[language=%s]".formatted(this.language);
	}

}

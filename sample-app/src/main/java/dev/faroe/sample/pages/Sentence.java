package dev.faroe.sample.pages;

import java.util.Locale;

import dev.faroe.login.message.Failure;
import dev.faroe.login.message.FaroeMessages;
import org.jspecify.annotations.Nullable;

/**
 * Why a form failed, as its page says it.
 *
 * @param field the field that it is shown beside, or {@code null} for the top of the page
 * @param text the sentence
 */
public record Sentence(@Nullable String field, String text) {

	static Sentence of(Failure failure, FaroeMessages messages, Locale locale) {
		return new Sentence(failure.field(), messages.text(failure, locale));
	}

	/**
	 * Return the sentence for a field, for its page.
	 * @param name the name of the field
	 * @return the sentence, or {@code null}
	 */
	public @Nullable String at(String name) {
		return name.equals(this.field) ? this.text : null;
	}

}

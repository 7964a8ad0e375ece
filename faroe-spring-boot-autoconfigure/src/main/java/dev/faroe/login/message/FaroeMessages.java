package dev.faroe.login.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * The sentences for failures, in English and German. A message of the application with
 * the same code, {@code faroe.failure.} and the key, takes the place of one. The number
 * of minutes to wait is its only argument.
 */
public final class FaroeMessages {

	private static final String PREFIX = "faroe.failure.";

	private final @Nullable MessageSource application;

	private final MessageSource bundle;

	/**
	 * Create an instance.
	 * @param application the messages of the application, or {@code null}
	 */
	public FaroeMessages(@Nullable MessageSource application) {
		// Read now: a bundle would be read when it is first asked, on an event loop.
		StaticMessageSource source = new StaticMessageSource();
		source.addMessages(read("messages.properties"), Locale.ENGLISH);
		source.addMessages(read("messages_de.properties"), Locale.GERMAN);
		this.application = application;
		this.bundle = source;
		// The first sentence of a language would read files on an event loop, too.
		for (Locale locale : new Locale[] { Locale.ENGLISH, Locale.GERMAN }) {
			source.getMessage(PREFIX + "too-many-requests", new Object[] { 2 }, locale);
		}
	}

	private static Map<String, String> read(String name) {
		try {
			Properties properties = PropertiesLoaderUtils.loadProperties(
					new EncodedResource(new ClassPathResource(name, FaroeMessages.class), StandardCharsets.UTF_8));
			return properties.stringPropertyNames()
				.stream()
				.collect(Collectors.toMap(Function.identity(), properties::getProperty));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read " + name, ex);
		}
	}

	/**
	 * Return the sentence for a failure.
	 * @param failure the failure
	 * @param locale the language
	 * @return the sentence, in English if there is none in the language
	 */
	public String text(Failure failure, Locale locale) {
		Object[] minutes = { (failure.retryAfter() != null) ? (failure.retryAfter() + 59) / 60 : 0 };
		return text(PREFIX + failure.key(), minutes, locale);
	}

	/**
	 * Return the sentence for an exception.
	 * @param exception the exception
	 * @param locale the language
	 * @return the sentence
	 */
	public String text(FaroeException exception, Locale locale) {
		return text(Failure.of(exception), locale);
	}

	/**
	 * Return a message of the library's own pages.
	 */
	public String text(String code, Locale locale) {
		return text(code, new Object[0], locale);
	}

	private String text(String code, Object[] arguments, Locale locale) {
		String own = (this.application != null) ? this.application.getMessage(code, arguments, null, locale) : null;
		if (own != null) {
			return own;
		}
		Locale known = Locale.GERMAN.getLanguage().equals(locale.getLanguage()) ? Locale.GERMAN : Locale.ENGLISH;
		String ours = this.bundle.getMessage(code, arguments, null, known);
		if (ours != null) {
			return ours;
		}
		return code.startsWith(PREFIX) ? this.bundle.getMessage(PREFIX + "internal-error", arguments, known) : code;
	}

}

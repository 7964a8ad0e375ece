package dev.faroe.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.faroe.FaroeConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * The subjects of the mails, which properties can replace, and the names of the kinds of
 * second factors.
 */
final class MailPhrases {

	static final String PROPERTY = "faroe.mail.subjects.";

	private static final String FACTOR = "factor.";

	private static final Pattern OF_LANGUAGE = Pattern.compile("-(%s)$"
		.formatted(Arrays.stream(MailLanguage.values()).map(MailLanguage::tag).collect(Collectors.joining("|"))));

	private final Map<MailLanguage, Properties> phrases = new EnumMap<>(MailLanguage.class);

	private final Map<MailLanguage, Map<MailKind, MailTemplate>> subjects = new EnumMap<>(MailLanguage.class);

	/**
	 * Read the phrases.
	 * @param replaced subjects of the application, by the name of the template, or by
	 * that, a dash and a language
	 * @param classLoader what has the phrases of Faroe
	 */
	MailPhrases(Map<String, String> replaced, @Nullable ClassLoader classLoader) {
		replaced.keySet().forEach(MailPhrases::requireKnown);
		for (MailLanguage language : MailLanguage.values()) {
			Properties own = read("phrases" + language.suffix() + ".properties", classLoader);
			Map<MailKind, MailTemplate> templates = new EnumMap<>(MailKind.class);
			for (MailKind kind : MailKind.values()) {
				String name = kind.templateName();
				String subject = replaced.getOrDefault(name + "-" + language.tag(),
						replaced.getOrDefault(name, own.getProperty(name)));
				templates.put(kind, MailTemplate.parse(subject, PROPERTY + name, Set.of(Placeholder.SERVICE)));
			}
			this.phrases.put(language, own);
			this.subjects.put(language, templates);
		}
	}

	private static void requireKnown(String key) {
		String name = OF_LANGUAGE.matcher(key).replaceFirst("");
		if (!MailKind.isTemplateName(name)) {
			throw new FaroeConfigurationException(PROPERTY + key + " is the subject of no mail",
					"Use the name of a mail, such as password-reset or password-reset-de.");
		}
	}

	private static Properties read(String file, @Nullable ClassLoader classLoader) {
		try {
			return PropertiesLoaderUtils.loadProperties(new EncodedResource(
					new ClassPathResource(MailTemplates.OWN + file, classLoader), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String subject(MailKind kind, MailLanguage language, Map<Placeholder, String> values) {
		return this.subjects.get(language).get(kind).render(values, PlainText::clean);
	}

	/**
	 * Return what a kind of second factor is called.
	 * @return the name, or the type itself if it is one of the application's
	 */
	String factor(String type, MailLanguage language) {
		return this.phrases.get(language).getProperty(FACTOR + type, type);
	}

}

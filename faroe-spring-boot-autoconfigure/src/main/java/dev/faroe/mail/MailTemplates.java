package dev.faroe.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.faroe.FaroeConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * The templates of the bodies of all mails. A file of the application takes the place of
 * the one of Faroe that has the same name. All are read once, so that a mistake in one
 * keeps the application from starting instead of a mail from being sent.
 */
final class MailTemplates {

	/** Where the templates of Faroe are on the class path. */
	static final String OWN = "dev/faroe/mail/templates/";

	/** Where those of the application are. */
	static final String HOST = "faroe/mail/";

	private static final Set<Placeholder> LAYOUT = Set.of(Placeholder.SERVICE, Placeholder.SUBJECT,
			Placeholder.LANGUAGE, Placeholder.CONTENT);

	private final ResourceLoader resources;

	private final Map<MailLanguage, MailTemplate> layouts = new EnumMap<>(MailLanguage.class);

	private final Map<MailKind, Map<MailLanguage, MailTemplate>> texts = new HashMap<>();

	private final Map<MailKind, Map<MailLanguage, MailTemplate>> pages = new HashMap<>();

	MailTemplates(ResourceLoader resources) {
		this.resources = resources;
		for (MailLanguage language : MailLanguage.values()) {
			this.layouts.put(language, read("layout", ".html", language, LAYOUT, Set.of(Placeholder.CONTENT)));
			for (MailKind kind : MailKind.values()) {
				put(this.texts, kind, language, ".txt");
				put(this.pages, kind, language, ".html");
			}
		}
	}

	private void put(Map<MailKind, Map<MailLanguage, MailTemplate>> templates, MailKind kind, MailLanguage language,
			String extension) {
		Set<Placeholder> required = kind.hasCode() ? Set.of(Placeholder.CODE, Placeholder.LINK) : Set.of();
		MailTemplate template = read(kind.templateName(), extension, language,
				MailTemplate.inEveryMailAnd(kind.placeholders()), required);
		templates.computeIfAbsent(kind, (key) -> new EnumMap<>(MailLanguage.class)).put(language, template);
	}

	private MailTemplate read(String name, String extension, MailLanguage language, Set<Placeholder> allowed,
			Set<Placeholder> required) {
		String file = find(name, extension, language);
		MailTemplate template = MailTemplate.parse(content(file), file, allowed);
		if (!required.isEmpty() && !template.hasAny(required)) {
			throw new FaroeConfigurationException(file + " does not say what the mail is sent for",
					"Use " + Placeholder.list(required) + " there, or one of these if there are several.");
		}
		return template;
	}

	/**
	 * Find the file for a language, or one for all languages.
	 */
	private String find(String name, String extension, MailLanguage language) {
		List<String> names = List.of(name + language.suffix() + extension, name + extension);
		Optional<String> file = names.stream()
			.flatMap((each) -> Stream.of(HOST + each, OWN + each))
			.filter((each) -> resource(each).exists())
			.findFirst();
		return file.orElseThrow(() -> new IllegalStateException("There is no template " + name + extension));
	}

	private String content(String file) {
		try {
			return resource(file).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Resource resource(String file) {
		return this.resources.getResource(ResourceLoader.CLASSPATH_URL_PREFIX + file);
	}

	MailTemplate layout(MailLanguage language) {
		return require(this.layouts.get(language));
	}

	MailTemplate text(MailKind kind, MailLanguage language) {
		return require(require(this.texts.get(kind)).get(language));
	}

	MailTemplate page(MailKind kind, MailLanguage language) {
		return require(require(this.pages.get(kind)).get(language));
	}

	private static <T> T require(@Nullable T found) {
		if (found == null) {
			throw new IllegalStateException("All templates have been read");
		}
		return found;
	}

}

package dev.faroe.mail;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.faroe.FaroeConfigurationException;

/**
 * A text with placeholders. A value is filled in as it is: a placeholder in it is none. A
 * line with a placeholder that has no value is left out.
 */
final class MailTemplate {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)(}}|$)");

	private static final Pattern SEVERAL_EMPTY_LINES = Pattern.compile("\n{3,}");

	private final List<List<Part>> lines;

	private MailTemplate(List<List<Part>> lines) {
		this.lines = lines;
	}

	/**
	 * Read a template.
	 * @param source the text
	 * @param name what it is called where it comes from
	 * @param allowed what can be filled in
	 * @throws FaroeConfigurationException if it has another placeholder
	 */
	static MailTemplate parse(String source, String name, Set<Placeholder> allowed) {
		return new MailTemplate(source.lines().map((line) -> parseLine(line, name, allowed)).toList());
	}

	private static List<Part> parseLine(String line, String name, Set<Placeholder> allowed) {
		List<Part> parts = new ArrayList<>();
		Matcher matcher = PLACEHOLDER.matcher(line);
		int end = 0;
		while (matcher.find()) {
			Placeholder placeholder = Placeholder.named(matcher.group(1).strip())
				.filter(allowed::contains)
				.filter((found) -> !matcher.group(2).isEmpty())
				.orElseThrow(() -> new FaroeConfigurationException(
						name + " has a placeholder that nothing can be filled in for: " + matcher.group(),
						"Use only " + Placeholder.list(allowed) + " there."));
			parts.add(new Part(line.substring(end, matcher.start()), Optional.of(placeholder)));
			end = matcher.end();
		}
		parts.add(new Part(line.substring(end), Optional.empty()));
		return parts;
	}

	/**
	 * Tell whether one of these placeholders is in the text.
	 */
	boolean hasAny(Set<Placeholder> placeholders) {
		return this.lines.stream()
			.flatMap(List::stream)
			.anyMatch((part) -> part.placeholder().filter(placeholders::contains).isPresent());
	}

	/**
	 * Fill in values.
	 * @param values the values; those that are not in the text do not matter
	 * @param escape what each value goes through
	 */
	String render(Map<Placeholder, String> values, UnaryOperator<String> escape) {
		String text = this.lines.stream()
			.filter((line) -> line.stream()
				.allMatch((part) -> part.placeholder().map(values::containsKey).orElse(true)))
			.map((line) -> line.stream().map((part) -> part.render(values, escape)).collect(Collectors.joining()))
			.collect(Collectors.joining("\n"));
		return SEVERAL_EMPTY_LINES.matcher(text).replaceAll("\n\n").strip();
	}

	static Set<Placeholder> inEveryMailAnd(Set<Placeholder> others) {
		EnumSet<Placeholder> all = EnumSet.of(Placeholder.SERVICE, Placeholder.EMAIL);
		all.addAll(others);
		return all;
	}

	/**
	 * Some text, and what follows it.
	 */
	private record Part(String text, Optional<Placeholder> placeholder) {

		String render(Map<Placeholder, String> values, UnaryOperator<String> escape) {
			return this.text + this.placeholder.map(values::get).map(escape).orElse("");
		}

	}

}

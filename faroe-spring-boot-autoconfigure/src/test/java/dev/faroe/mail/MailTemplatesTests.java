package dev.faroe.mail;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import dev.faroe.FaroeConfigurationException;
import dev.faroe.delivery.CodePurpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link MailTemplates}, and files of an application that take the place of one.
 */
class MailTemplatesTests {

	private static final Map<Placeholder, String> VALUES = Map.of(Placeholder.SERVICE, "S", Placeholder.CODE, "C");

	private final Map<String, String> host = new HashMap<>();

	private MailTemplates templates() {
		return new MailTemplates(new DefaultResourceLoader() {

			@Override
			public Resource getResource(String location) {
				String content = MailTemplatesTests.this.host.get(location.replace("classpath:faroe/mail/", ""));
				return (content != null) ? new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8))
						: super.getResource(location);
			}

		});
	}

	private static String render(MailTemplate template) {
		return template.render(VALUES, (value) -> value);
	}

	@Test
	void aFileOfTheApplicationTakesThePlaceOfOne() {
		MailTemplates own = templates();
		this.host.put("password-reset_de.txt", "Ihr Code für {{ service }} ist {{code}}.");
		MailTemplates mixed = templates();
		assertThat(render(mixed.text(MailKind.PASSWORD_RESET, MailLanguage.GERMAN))).isEqualTo("Ihr Code für S ist C.");
		assertThat(render(mixed.page(MailKind.PASSWORD_RESET, MailLanguage.GERMAN)))
			.isEqualTo(render(own.page(MailKind.PASSWORD_RESET, MailLanguage.GERMAN)));
		assertThat(render(mixed.text(MailKind.PASSWORD_RESET, MailLanguage.ENGLISH)))
			.isEqualTo(render(own.text(MailKind.PASSWORD_RESET, MailLanguage.ENGLISH)));
		assertThat(render(mixed.text(MailKind.LOG_IN, MailLanguage.GERMAN)))
			.isEqualTo(render(own.text(MailKind.LOG_IN, MailLanguage.GERMAN)));
	}

	@Test
	void aLayoutOfTheApplicationIsForAllLanguagesOrOne() {
		this.host.put("layout.html", "<body>{{content}}</body>");
		this.host.put("layout_de.html", "<div>{{content}}</div>");
		MailTemplates templates = templates();
		Map<Placeholder, String> values = Map.of(Placeholder.CONTENT, "<p>");
		assertThat(templates.layout(MailLanguage.ENGLISH).render(values, (value) -> value))
			.isEqualTo("<body><p></body>");
		assertThat(templates.layout(MailLanguage.GERMAN).render(values, (value) -> value)).isEqualTo("<div><p></div>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{time}} {{code}}", "{{cod}} {{code}}", "{{code}} {{", "{{code}", "{{}}{{code}}",
			"{{content}}{{code}}" })
	void anUnknownPlaceholderIsAnErrorThatNamesTheFile(String content) {
		this.host.put("log-in.html", "<p>\n" + content + "</p>");
		assertThatExceptionOfType(FaroeConfigurationException.class).isThrownBy(this::templates)
			.withMessageStartingWith("faroe/mail/log-in.html has a placeholder")
			.satisfies((ex) -> assertThat(ex.action())
				.isEqualTo("Use only {{service}}, {{email}}, {{code}}, {{link}}, {{expires}} there."));
	}

	@Test
	void aNoticeCannotHaveACode() {
		this.host.put("password-changed.txt", "{{code}}");
		assertThatExceptionOfType(FaroeConfigurationException.class).isThrownBy(this::templates)
			.withMessageStartingWith("faroe/mail/password-changed.txt has a placeholder");
	}

	@Test
	void aMailForACodeCannotBeWithout() {
		this.host.put("log-in_de.txt", "Guten Tag");
		assertThatExceptionOfType(FaroeConfigurationException.class).isThrownBy(this::templates)
			.withMessageStartingWith("faroe/mail/log-in_de.txt does not say");
		this.host.put("log-in_de.txt", "{{link}}");
		assertThat(templates()).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void everyPurposeHasAMailOfItsName(CodePurpose purpose) {
		assertThat(MailKind.of(purpose)).hasToString(purpose.name());
	}

	@ParameterizedTest
	@EnumSource
	void everyMailHasFilesOfItsOwnInEveryLanguage(MailKind kind) {
		for (MailLanguage language : MailLanguage.values()) {
			String name = MailTemplates.OWN + kind.templateName() + language.suffix();
			assertThat(new ClassPathResource(name + ".txt").exists()).isTrue();
			assertThat(new ClassPathResource(name + ".html").exists()).isTrue();
		}
	}

	@Test
	void aValueIsNoTemplate() {
		MailTemplate template = MailTemplate.parse("{{service}} {{code}}", "name",
				Set.of(Placeholder.SERVICE, Placeholder.CODE));
		Map<Placeholder, String> values = Map.of(Placeholder.SERVICE, "{{code}}$1\\", Placeholder.CODE, "<C>");
		assertThat(template.render(values, (value) -> value)).isEqualTo("{{code}}$1\\ <C>");
		assertThat(template.render(values, PlainText::escape)).isEqualTo("{{code}}$1\\ &lt;C&gt;");
	}

}

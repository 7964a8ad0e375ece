package dev.faroe.mail;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image needs for mails: the templates, of Faroe and of the application.
 */
final class MailRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern(MailTemplates.OWN + "*").registerPattern(MailTemplates.HOST + "*");
	}

}

package dev.faroe.mail;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

import dev.faroe.delivery.CodePurpose;

/**
 * The mails, each of which has a template of its own. Those that carry codes have the
 * names of their purposes.
 */
enum MailKind {

	EMAIL_VERIFICATION(Set.of(Placeholder.CODE, Placeholder.LINK, Placeholder.EXPIRES)),

	EMAIL_UPDATE(Set.of(Placeholder.CODE, Placeholder.LINK, Placeholder.EXPIRES)),

	PASSWORD_RESET(Set.of(Placeholder.CODE, Placeholder.LINK, Placeholder.EXPIRES)),

	LOG_IN(Set.of(Placeholder.CODE, Placeholder.LINK, Placeholder.EXPIRES)),

	ADDRESS_IN_USE(Set.of(Placeholder.LINK)),

	PASSWORD_CHANGED(Set.of(Placeholder.TIME)),

	PASSWORD_WAS_RESET(Set.of(Placeholder.TIME)),

	EMAIL_CHANGED(Set.of(Placeholder.TIME)),

	SECOND_FACTOR_ADDED(Set.of(Placeholder.TIME, Placeholder.FACTOR)),

	SECOND_FACTOR_REMOVED(Set.of(Placeholder.TIME, Placeholder.FACTOR)),

	RECOVERY_CODE_USED(Set.of(Placeholder.TIME)),

	RECOVERY_CODE_REGENERATED(Set.of(Placeholder.TIME)),

	LOG_IN_BY_EMAILED_CODE(Set.of(Placeholder.TIME));

	private final Set<Placeholder> placeholders;

	MailKind(Set<Placeholder> placeholders) {
		this.placeholders = placeholders;
	}

	static MailKind of(CodePurpose purpose) {
		return valueOf(purpose.name());
	}

	/**
	 * Return the name of the files of the template, without what is different for
	 * languages and formats.
	 */
	String templateName() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return what the template can be filled with, besides what is in every mail.
	 */
	Set<Placeholder> placeholders() {
		return this.placeholders;
	}

	boolean hasCode() {
		return this.placeholders.contains(Placeholder.CODE);
	}

	static boolean isTemplateName(String name) {
		return Arrays.stream(values()).anyMatch((kind) -> kind.templateName().equals(name));
	}

}

package dev.faroe.mail;

import java.util.Map;

import dev.faroe.delivery.CodeDelivery;
import dev.faroe.event.EmailChangedEvent;
import dev.faroe.event.FaroeEvent;
import dev.faroe.event.LogInByEmailedCodeEvent;
import dev.faroe.event.PasswordChangedEvent;
import dev.faroe.event.PasswordResetEvent;
import dev.faroe.event.RecoveryCodeRegeneratedEvent;
import dev.faroe.event.RecoveryCodeUsedEvent;
import dev.faroe.event.SecondFactorAddedEvent;
import dev.faroe.event.SecondFactorRemovedEvent;
import dev.faroe.ratelimit.Limit;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;

/**
 * Tells users of changes to how they log in, and of log-ins by what was sent to them,
 * which somebody else may have made (ASVS 6.3.7). Waits for nothing: what is read and
 * sent is so by the delivery.
 */
final class MailNotices {

	/** What users are told of. */
	static final Map<Class<? extends FaroeEvent>, MailKind> KINDS = Map.of(PasswordChangedEvent.class,
			MailKind.PASSWORD_CHANGED, PasswordResetEvent.class, MailKind.PASSWORD_WAS_RESET, EmailChangedEvent.class,
			MailKind.EMAIL_CHANGED, SecondFactorAddedEvent.class, MailKind.SECOND_FACTOR_ADDED,
			SecondFactorRemovedEvent.class, MailKind.SECOND_FACTOR_REMOVED, RecoveryCodeUsedEvent.class,
			MailKind.RECOVERY_CODE_USED, RecoveryCodeRegeneratedEvent.class, MailKind.RECOVERY_CODE_REGENERATED,
			LogInByEmailedCodeEvent.class, MailKind.LOG_IN_BY_EMAILED_CODE);

	private final CodeDelivery delivery;

	private final UserService users;

	private final Limit limit;

	private final Mailer mailer;

	private final MailWriter writer;

	private final MailLanguage language;

	MailNotices(CodeDelivery delivery, UserService users, Limit limit, Mailer mailer, MailWriter writer,
			MailLanguage language) {
		this.delivery = delivery;
		this.users = users;
		this.limit = limit;
		this.mailer = mailer;
		this.writer = writer;
		this.language = language;
	}

	@EventListener
	void on(FaroeEvent event) {
		MailKind kind = KINDS.get(event.getClass());
		String userId = event.userId();
		if (kind == null || userId == null) {
			return;
		}
		if (event instanceof EmailChangedEvent change) {
			if (change.formerEmail() != null) {
				deliver(kind, userId, change.formerEmail(), event);
			}
			return;
		}
		deliver(kind, userId, null, event);
	}

	private void deliver(MailKind kind, String userId, @Nullable String email, FaroeEvent event) {
		this.delivery.deliver(new MailNotice(kind, userId, email, this.users, this.limit, (address) -> this.mailer
			.send(address, this.writer.writeNotice(kind, this.language, address, event.time(), factor(event)))));
	}

	private static @Nullable String factor(FaroeEvent event) {
		if (event instanceof SecondFactorAddedEvent added) {
			return added.type();
		}
		return (event instanceof SecondFactorRemovedEvent removed) ? removed.type() : null;
	}

}

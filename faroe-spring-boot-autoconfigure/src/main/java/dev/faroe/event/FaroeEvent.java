package dev.faroe.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a user. Listen to one of the types, or to this one for all
 * of them, with {@link org.springframework.context.event.EventListener @EventListener}.
 * <p>
 * Events never carry passwords, codes, keys, hashes or client addresses. Of the user they
 * carry the id; {@link EmailChangedEvent} alone carries email addresses.
 */
public sealed interface FaroeEvent permits CodeNotDeliveredEvent, EmailChangedEvent, EmailVerifiedEvent,
		LockOutEndedEvent, LockedOutEvent, LogInByEmailedCodeEvent, PasskeyCopySuspectedEvent, PasswordChangedEvent,
		PasswordResetEvent, PasswordVerificationFailedEvent, PasswordVerifiedEvent, RecoveryCodeRegeneratedEvent,
		RecoveryCodeUsedEvent, RecoveryCodeVerificationFailedEvent, SecondFactorAddedEvent, SecondFactorRemovedEvent,
		SecondFactorVerificationFailedEvent, SecondFactorVerifiedEvent, SessionsEndedEvent, UserCreatedEvent,
		UserDeletedEvent, UserDisabledEvent, UserEnabledEvent {

	/**
	 * Return whom it happened to.
	 * @return the user's id, or {@code null} if no user is known
	 */
	@Nullable String userId();

	/**
	 * Return when it happened.
	 */
	Instant time();

}

package dev.faroe.event;

import java.time.Instant;

/**
 * A passkey was refused because its signature counter had gone back: somebody may have a
 * copy of it (WebAuthn Level 3, 6.1.1).
 *
 * @param userId the user's id
 * @param passkeyId the id of the passkey
 * @param time when it happened
 */
public record PasskeyCopySuspectedEvent(String userId, String passkeyId, Instant time) implements FaroeEvent {
}

package dev.faroe.passkey;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A challenge in the database, as far as the ceremony that ends with it has to know it.
 *
 * @param challengeHash the hash of the challenge
 * @param userId the id of the user for whom it is, or {@code null} if anybody may answer
 * @param userVerification whether the authenticator has to verify the user
 */
@Table("passkey_challenge")
record StoredChallenge(@Id String challengeHash, @Nullable String userId, boolean userVerification) {
}

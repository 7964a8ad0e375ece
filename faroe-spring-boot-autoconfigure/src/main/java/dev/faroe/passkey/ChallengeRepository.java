package dev.faroe.passkey;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The challenges that wait for an answer. Which of several answers uses one up is decided
 * by the statement that deletes it.
 */
interface ChallengeRepository extends Repository<StoredChallenge, String> {

	/**
	 * Insert a challenge.
	 */
	@Modifying
	@Query("""
			INSERT INTO {passkey_challenge}
				(challenge_hash, ceremony, user_id, user_verification, created_at, expires_at)
			VALUES (:challengeHash, :ceremony, :userId, :userVerification, :createdAt, :expiresAt)""")
	Mono<Integer> insert(String challengeHash, String ceremony, @Nullable String userId, boolean userVerification,
			Instant createdAt, Instant expiresAt);

	/**
	 * Find a challenge.
	 * @return the challenge, or nothing if there is none or it has expired
	 */
	@Query("""
			SELECT challenge_hash, user_id, user_verification FROM {passkey_challenge}
			WHERE challenge_hash = :challengeHash AND ceremony = :ceremony AND expires_at > :now""")
	Mono<StoredChallenge> find(String challengeHash, String ceremony, Instant now);

	/**
	 * Delete a challenge.
	 * @return the number of rows, 0 if it is not there any more
	 */
	@Modifying
	@Query("DELETE FROM {passkey_challenge} WHERE challenge_hash = :challengeHash")
	Mono<Integer> delete(String challengeHash);

	/**
	 * Delete the challenges for a user.
	 */
	@Modifying
	@Query("DELETE FROM {passkey_challenge} WHERE user_id = :userId")
	Mono<Integer> deleteByUserId(String userId);

	/**
	 * Delete those of the challenges for a user in a ceremony that are not among the
	 * newest. The one that has just been made stays: of one second, none is the newest.
	 */
	@Modifying
	@Query("""
			DELETE FROM {passkey_challenge}
			WHERE user_id = :userId AND ceremony = :ceremony AND challenge_hash <> :made AND challenge_hash NOT IN (
				SELECT challenge_hash FROM {passkey_challenge}
				WHERE user_id = :userId AND ceremony = :ceremony AND challenge_hash <> :made
				ORDER BY created_at DESC, challenge_hash LIMIT :others)""")
	Mono<Integer> deleteAllBut(String made, int others, String userId, String ceremony);

	/**
	 * Delete expired challenges that no other statement is working on, the oldest first.
	 */
	@Modifying
	@Query("""
			MERGE INTO {passkey_challenge} AS request
			USING (
				SELECT challenge_hash FROM {passkey_challenge} WHERE expires_at <= :now
				ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
			) AS expired ON request.challenge_hash = expired.challenge_hash
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteExpired(Instant now, int limit);

}

package dev.faroe.totp.enrolment;

import java.time.Instant;

import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The pending enrolments, one for each user. Which of several calls uses one up is
 * decided by the statement that deletes it.
 */
interface TotpEnrolmentRepository extends Repository<StoredTotpEnrolment, String> {

	/**
	 * Find the enrolment of a user.
	 * @return the enrolment, or nothing if there is none or it has expired
	 */
	@Query("""
			SELECT enrolment.user_id, enrolment.expires_at, enrolment.totp_key, holder.email
			FROM {totp_enrolment_request} enrolment JOIN {user} holder ON holder.id = enrolment.user_id
			WHERE enrolment.user_id = :userId AND enrolment.expires_at > :now""")
	Mono<StoredTotpEnrolment> find(String userId, Instant now);

	/**
	 * Insert an enrolment.
	 */
	@Modifying
	@Query("""
			INSERT INTO {totp_enrolment_request} (user_id, created_at, expires_at, totp_key)
			VALUES (:userId, :createdAt, :expiresAt, :totpKey)""")
	Mono<Integer> insert(String userId, Instant createdAt, Instant expiresAt, String totpKey);

	/**
	 * Delete the enrolment of a user.
	 */
	@Modifying
	@Query("DELETE FROM {totp_enrolment_request} WHERE user_id = :userId")
	Mono<Integer> deleteByUserId(String userId);

	/**
	 * Delete an enrolment that has neither expired nor been replaced by another.
	 * @return the number of rows, 0 if it is not there any more
	 */
	@Modifying
	@Query("""
			DELETE FROM {totp_enrolment_request}
			WHERE user_id = :userId AND totp_key = :totpKey AND expires_at > :now""")
	Mono<Integer> consume(String userId, String totpKey, Instant now);

	/**
	 * Delete expired enrolments that no other statement is working on, the oldest first.
	 */
	@Modifying
	@Query("""
			MERGE INTO {totp_enrolment_request} AS request
			USING (
				SELECT user_id FROM {totp_enrolment_request} WHERE expires_at <= :now
				ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
			) AS expired ON request.user_id = expired.user_id
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteExpired(Instant now, int limit);

}

package dev.faroe.totp.enrolment;

import java.time.Instant;

import dev.faroe.account.AccountChange;
import dev.faroe.account.Voidable;
import dev.faroe.cleanup.ExpiredRequests;
import reactor.core.publisher.Mono;

/**
 * The pending enrolments, as far as other features end them: whatever changes a user ends
 * what was begun before it.
 *
 * @param rows the statements
 */
record TotpEnrolments(TotpEnrolmentRepository rows) implements Voidable, ExpiredRequests {

	@Override
	public Mono<Void> voidAfter(AccountChange change, String userId) {
		return this.rows.deleteByUserId(userId).then();
	}

	@Override
	public Mono<Integer> deleteExpired(Instant now, int limit) {
		return this.rows.deleteExpired(now, limit);
	}

}

package dev.faroe.coderequest;

import java.time.Duration;
import java.util.Set;

import dev.faroe.account.AccountChange;
import dev.faroe.ratelimit.Limit;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What tells one kind of requests from another.
 *
 * @param lifetime how long a request lives
 * @param voidedBy which changes of the user make a request void
 * @param onePerUser whether a user has at most one request, whose key is the user's id
 * @param maxAttempts the number of wrong codes that remove a request, counted in its row
 * unless a limit counts them
 * @param limit what counts the wrong codes of a user over all requests, or {@code null}
 */
public record CodeRequestKind(Duration lifetime, Set<AccountChange> voidedBy, boolean onePerUser, int maxAttempts,
		@Nullable Limit limit) {

	public CodeRequestKind {
		Assert.isTrue(lifetime.compareTo(Duration.ZERO) > 0, "lifetime must be positive");
		voidedBy = Set.copyOf(voidedBy);
	}

	/**
	 * Return a kind whose attempts are counted in the row of each request.
	 * @param lifetime how long a request lives
	 * @param maxAttempts the number of wrong codes that remove a request, at least 1
	 * @param voidedBy which changes of the user make a request void
	 * @return the kind
	 */
	public static CodeRequestKind countingInRows(Duration lifetime, int maxAttempts, AccountChange... voidedBy) {
		Assert.isTrue(maxAttempts > 0, "maxAttempts must be positive");
		return new CodeRequestKind(lifetime, Set.of(voidedBy), false, maxAttempts, null);
	}

	/**
	 * Return a kind of which a user has at most one, and whose attempts are counted over
	 * all requests of a user. When the limit is exhausted, the request is removed.
	 * @param lifetime how long a request lives
	 * @param limit what counts consecutive wrong codes
	 * @param voidedBy which changes of the user make a request void
	 * @return the kind
	 */
	public static CodeRequestKind onePerUser(Duration lifetime, Limit limit, AccountChange... voidedBy) {
		return new CodeRequestKind(lifetime, Set.of(voidedBy), true, 0, limit);
	}

}

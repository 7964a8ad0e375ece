package dev.faroe.sample.operator;

import java.time.Instant;
import java.util.List;

import dev.faroe.accountstate.AccountState;
import dev.faroe.lockout.LockOut;
import dev.faroe.userdata.UserData;
import org.jspecify.annotations.Nullable;

/**
 * The state of one user, without anything that opens the account.
 *
 * @param data what is kept of the user
 * @param state whether the user may log in, and since when sessions count
 * @param requests what waits for a code
 * @param lockOuts what keeps the user from trying, or {@code null} if the counts cannot
 * be asked
 */
public record UserState(UserData data, AccountState state, List<OpenRequest> requests,
		@Nullable List<LockOut> lockOuts) {

	/**
	 * Return a text without what operators see of a user.
	 */
	@Override
	public String toString() {
		return "UserState[id=%s]".formatted(this.state.userId());
	}

	/**
	 * Something that waits for a code.
	 *
	 * @param kind what for
	 * @param createdAt since when
	 * @param expiresAt until when
	 */
	public record OpenRequest(String kind, Instant createdAt, Instant expiresAt) {
	}

}

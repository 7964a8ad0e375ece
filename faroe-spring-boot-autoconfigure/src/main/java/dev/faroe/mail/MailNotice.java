package dev.faroe.mail;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.delivery.Deliverable;
import dev.faroe.ratelimit.Limit;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import jakarta.mail.MessagingException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A notice to one user, unless the user has not verified the address, or has had too many
 * notices: whoever signs up with the address of somebody else could otherwise have any
 * number of mails sent there. The address is looked up at the first attempt, on the
 * thread that sends it and waits for that anyway: notices then use no more connections to
 * the database at a time than there are such threads. It is the same in further attempts,
 * for whoever has taken over the account may change the address next.
 */
final class MailNotice implements Deliverable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final MailKind kind;

	private final String userId;

	private final UserService users;

	private final Limit limit;

	private final Sending sending;

	private @Nullable String email;

	private boolean charged;

	MailNotice(MailKind kind, String userId, @Nullable String email, UserService users, Limit limit, Sending sending) {
		this.kind = kind;
		this.userId = userId;
		this.email = email;
		this.users = users;
		this.limit = limit;
		this.sending = sending;
	}

	@Override
	public String purpose() {
		return this.kind.name();
	}

	@Override
	public String userId() {
		return this.userId;
	}

	/**
	 * A user without a verified address, or who is gone, is told nothing.
	 */
	@Override
	public boolean attempt() throws MessagingException {
		if (this.email == null) {
			this.email = this.users.get(this.userId)
				.filter(User::emailVerified)
				.mapNotNull(User::email)
				.onErrorResume(FaroeException.class, (ex) -> emptyIf(FaroeError.NOT_FOUND, ex))
				.block(TIMEOUT);
		}
		if (this.email == null || !charge()) {
			return false;
		}
		this.sending.to(this.email);
		return true;
	}

	/**
	 * Further attempts are of the same notice.
	 */
	private boolean charge() {
		if (!this.charged) {
			this.charged = this.limit.charge(this.userId)
				.onErrorResume(FaroeException.class, (ex) -> emptyIf(FaroeError.TOO_MANY_REQUESTS, ex))
				.blockOptional(TIMEOUT)
				.isPresent();
		}
		return this.charged;
	}

	private static <T> Mono<T> emptyIf(FaroeError error, FaroeException ex) {
		return (ex.error() == error) ? Mono.empty() : Mono.error(ex);
	}

	/**
	 * Sends the notice.
	 */
	@FunctionalInterface
	interface Sending {

		void to(String email) throws MessagingException;

	}

}

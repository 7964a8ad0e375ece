package dev.faroe.mail;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.delivery.Deliverable;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import jakarta.mail.MessagingException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A notice to one user. The address is looked up at the first attempt, on the thread that
 * sends it and waits for that anyway: notices then use no more connections to the
 * database at a time than there are such threads. It is the same in further attempts, for
 * whoever has taken over the account may change the address next.
 */
final class MailNotice implements Deliverable {

	private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(10);

	private final MailKind kind;

	private final String userId;

	private final UserService users;

	private final Sending sending;

	private @Nullable String email;

	MailNotice(MailKind kind, String userId, @Nullable String email, UserService users, Sending sending) {
		this.kind = kind;
		this.userId = userId;
		this.email = email;
		this.users = users;
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
	 * A user without an address, or who is gone, is told nothing.
	 */
	@Override
	public void attempt() throws MessagingException {
		if (this.email == null) {
			this.email = this.users.get(this.userId)
				.mapNotNull(User::email)
				.onErrorResume(FaroeException.class,
						(ex) -> (ex.error() == FaroeError.NOT_FOUND) ? Mono.empty() : Mono.error(ex))
				.block(LOOKUP_TIMEOUT);
		}
		if (this.email != null) {
			this.sending.to(this.email);
		}
	}

	/**
	 * Sends the notice.
	 */
	@FunctionalInterface
	interface Sending {

		void to(String email) throws MessagingException;

	}

}

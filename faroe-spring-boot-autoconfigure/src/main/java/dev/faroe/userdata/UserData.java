package dev.faroe.userdata;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What Faroe keeps of a user, for the user: access to personal data and a copy in a
 * machine-readable format (GDPR, Art. 15 and 20). It has nothing that opens the account:
 * no password hash, key, code, handle nor id of a request. Any Jackson mapper writes it,
 * the times as texts in ISO 8601 unless the application has set up another format.
 *
 * @param account the user
 * @param authenticators the TOTP credentials, the oldest first
 * @param passkeys the passkeys, the oldest first; none where users cannot have any
 * @param emailUpdates the pending changes of the email address, the oldest first
 */
public record UserData(Account account, List<Authenticator> authenticators, List<Passkey> passkeys,
		List<EmailUpdate> emailUpdates) {

	public UserData {
		authenticators = List.copyOf(authenticators);
		passkeys = List.copyOf(passkeys);
		emailUpdates = List.copyOf(emailUpdates);
	}

	/**
	 * Return the data with other TOTP credentials.
	 * @param authenticators the TOTP credentials, the oldest first
	 * @return the data with them
	 */
	public UserData withAuthenticators(List<Authenticator> authenticators) {
		return new UserData(this.account, authenticators, this.passkeys, this.emailUpdates);
	}

	/**
	 * Return the data with other passkeys.
	 * @param passkeys the passkeys, the oldest first
	 * @return the data with them
	 */
	public UserData withPasskeys(List<Passkey> passkeys) {
		return new UserData(this.account, this.authenticators, passkeys, this.emailUpdates);
	}

	/**
	 * Return the data with other changes of the email address.
	 * @param emailUpdates the pending changes, the oldest first
	 * @return the data with them
	 */
	public UserData withEmailUpdates(List<EmailUpdate> emailUpdates) {
		return new UserData(this.account, this.authenticators, this.passkeys, emailUpdates);
	}

	/**
	 * Return a text without what the user would not show to anybody.
	 */
	@Override
	public String toString() {
		return "UserData[id=%s]".formatted(this.account.id());
	}

	/**
	 * The user.
	 *
	 * @param id the id
	 * @param createdAt when the user was created, in whole seconds
	 * @param email the lower-cased email address, or {@code null} for a user without one
	 * @param emailVerified whether the user has proved to own the email address
	 * @param disabledAt since when the user may not log in, in whole seconds, or
	 * {@code null} for a user who may
	 * @param sessionsSince the time before which no session counts, in whole
	 * milliseconds, or {@code null} if nothing has ended the sessions of the user yet
	 */
	public record Account(String id, Instant createdAt, @Nullable String email, boolean emailVerified,
			@Nullable Instant disabledAt, @Nullable Instant sessionsSince) {

		/**
		 * Return a text without the address.
		 */
		@Override
		public String toString() {
			return "Account[id=%s]".formatted(this.id);
		}

	}

	/**
	 * A TOTP credential of the user, without its key.
	 *
	 * @param id the id
	 * @param createdAt when it was registered, in whole seconds
	 * @param lastUsedAt when the last code that was used began to be shown, which is a
	 * multiple of 30 seconds, or {@code null} if none has been used, or none since
	 * {@code faroe.totp.allow-code-reuse} is on
	 */
	public record Authenticator(String id, Instant createdAt, @Nullable Instant lastUsedAt) {
	}

	/**
	 * A passkey of the user, without its key and what authenticators know it by.
	 *
	 * @param id the id
	 * @param name what the user calls it
	 * @param createdAt when it was registered, in whole seconds
	 * @param lastUsedAt when it was used last, in whole seconds, or {@code null} before
	 * that
	 * @param transports how clients can reach the authenticator, such as {@code internal}
	 * or {@code usb}, as the client said, in alphabetical order
	 * @param backupEligible whether it can be backed up
	 * @param backedUp whether it was backed up when it was used last
	 */
	public record Passkey(String id, String name, Instant createdAt, @Nullable Instant lastUsedAt,
			List<String> transports, boolean backupEligible, boolean backedUp) {

		public Passkey {
			transports = List.copyOf(transports);
		}

	}

	/**
	 * A change of the email address that waits for its code, without the code and the id
	 * that goes with it.
	 *
	 * @param email the new, lower-cased email address
	 * @param createdAt when it was asked for, in whole seconds
	 * @param expiresAt the first second in which it does not exist any more
	 */
	public record EmailUpdate(String email, Instant createdAt, Instant expiresAt) {

		/**
		 * Return a text without the address.
		 */
		@Override
		public String toString() {
			return "EmailUpdate[expiresAt=%s]".formatted(this.expiresAt);
		}

	}

}

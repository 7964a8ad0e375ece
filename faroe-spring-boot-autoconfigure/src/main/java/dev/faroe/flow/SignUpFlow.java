package dev.faroe.flow;

import java.util.Locale;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.password.NewPasswords;
import dev.faroe.security.TokenGenerator;
import dev.faroe.user.NewUsers;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sign-up with an email address and a password. Somebody who signs up with an address
 * that has an account is answered as anybody else is, and the owner of the address gets a
 * mail that says so.
 * <p>
 * Keep the ticket in the session of the browser. Who does not have it cannot verify the
 * address for the user.
 */
public final class SignUpFlow {

	private final NewUsers newUsers;

	private final NewPasswords newPasswords;

	private final UserService users;

	private final EmailVerificationService verifications;

	private final FlowParts parts;

	SignUpFlow(NewUsers newUsers, NewPasswords newPasswords, UserService users, EmailVerificationService verifications,
			FlowParts parts) {
		this.newUsers = newUsers;
		this.newPasswords = newPasswords;
		this.users = users;
		this.verifications = verifications;
		this.parts = parts;
	}

	/**
	 * Begin to sign up.
	 * @param email the email address
	 * @param password the password, 8 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @param locale the language of the mail, or {@code null} for English
	 * @return the ticket, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#WEAK_PASSWORD}, {@link FaroeError#TOO_MANY_REQUESTS} or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<String> begin(String email, String password, @Nullable String clientIp, @Nullable Locale locale) {
		return Mono.defer(() -> {
			EmailAddress address = EmailAddress.of(email);
			String ticket = this.parts.tokens().id();
			return this.newPasswords.admitOfNewUser(password, clientIp)
				.then(Mono.defer(() -> this.newPasswords.requireStrengthOfNewUser(address.value(), password)))
				.then(Mono.defer(() -> this.parts.chargeMail(address, clientIp)))
				.then(Mono.defer(() -> this.parts.answer(ticket,
						create(ticket, address, password, FlowParts.language(locale)))));
		});
	}

	private Mono<Void> create(String ticket, EmailAddress email, String password, Locale locale) {
		return this.newUsers.createWithId(userId(ticket), email, password)
			.flatMap((user) -> sendCode(user.id(), email.value(), locale))
			.onErrorResume(FlowParts::isUsed, (ex) -> this.newPasswords.spendTimeOfHash()
				.then(Mono.defer(() -> this.parts.deliver(
						new CodeMessage(CodePurpose.ADDRESS_IN_USE, null, email.value(), null, null, null, locale)))));
	}

	private Mono<Void> sendCode(String userId, String email, Locale locale) {
		return this.verifications.create(userId)
			.flatMap((request) -> this.parts.deliver(new CodeMessage(CodePurpose.EMAIL_VERIFICATION, userId, email,
					request.code(), null, request.expiresAt(), locale)));
	}

	/**
	 * Send another code.
	 * @param ticket the ticket
	 * @param clientIp the address of the client, or {@code null}
	 * @param locale the language of the mail, or {@code null} for English
	 * @return a completion signal, whether a code is sent or not, or an error signal with
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<Void> sendAgain(String ticket, @Nullable String clientIp, @Nullable Locale locale) {
		return Mono.defer(() -> this.parts.chargeAgain(ticket, clientIp))
			.then(Mono.defer(() -> this.parts.answer(ticket, sendAgain(ticket, FlowParts.language(locale)))))
			.then();
	}

	private Mono<Void> sendAgain(String ticket, Locale locale) {
		return this.users.get(userId(ticket))
			.filter((user) -> !user.emailVerified() && user.email() != null)
			.flatMap((user) -> {
				String email = String.valueOf(user.email());
				return this.parts.chargeMail(EmailAddress.of(email), null)
					.then(Mono.defer(() -> sendCode(user.id(), email, locale)));
			});
	}

	/**
	 * Verify the address with the code from the mail.
	 * @param ticket the ticket
	 * @param code the code
	 * @return the user, or an error signal with {@link FaroeError#INCORRECT_CODE},
	 * {@link FaroeError#INVALID_DATA}, {@link FaroeError#INVALID_REQUEST} after too many
	 * wrong codes, or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<User> verify(String ticket, String code) {
		return Mono.defer(() -> {
			Arguments.requireCode(code);
			String userId = userId(Arguments.requireCode(ticket));
			return this.parts.verify(ticket,
					this.verifications.verify(userId, code,
							Mono.defer(() -> this.users.get(userId))
								.filter((user) -> !user.disabled())
								.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_ALLOWED)))));
		});
	}

	/**
	 * Ids of users are in addresses and in logs: who knows one must not have the ticket.
	 */
	private static String userId(String ticket) {
		return TokenGenerator.idFrom(FlowParts.requireTicket(ticket));
	}

}

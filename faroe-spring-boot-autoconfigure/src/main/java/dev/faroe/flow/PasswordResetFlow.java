package dev.faroe.flow;

import java.util.Locale;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.password.NewPasswords;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A new password in the place of a forgotten one. Answers and times are the same for
 * addresses with and without an account.
 * <p>
 * Keep the ticket in the session of the browser. A reset ends the sessions of the user,
 * and proves nothing but the email address: let the user log in afterwards.
 */
public final class PasswordResetFlow {

	private final PasswordResetService resets;

	private final NewPasswords newPasswords;

	private final UserService users;

	private final RecoveryCodeService recoveryCodes;

	private final FlowParts parts;

	PasswordResetFlow(PasswordResetService resets, NewPasswords newPasswords, UserService users,
			RecoveryCodeService recoveryCodes, FlowParts parts) {
		this.resets = resets;
		this.newPasswords = newPasswords;
		this.users = users;
		this.recoveryCodes = recoveryCodes;
		this.parts = parts;
	}

	/**
	 * Begin with an email address.
	 * @param email the email address
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @param locale the language of the mail, or {@code null} for English
	 * @return the ticket, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<String> begin(String email, @Nullable String clientIp, @Nullable Locale locale) {
		return Mono.defer(() -> {
			EmailAddress address = EmailAddress.of(email);
			String ticket = this.parts.tokens().id();
			return this.parts.chargeMail(address, clientIp)
				.then(Mono.defer(() -> this.parts.answer(ticket, create(ticket, address, FlowParts.language(locale)))));
		});
	}

	private Mono<Void> create(String ticket, EmailAddress email, Locale locale) {
		return this.users.getByEmail(email.value())
			.flatMap((user) -> this.resets.createWithId(ticket, user.id())
				.flatMap((created) -> this.parts.deliver(new CodeMessage(CodePurpose.PASSWORD_RESET, user.id(),
						email.value(), created.code(), null, created.request().expiresAt(), locale))));
	}

	/**
	 * Verify the code from the mail.
	 * @param ticket the ticket
	 * @param code the code
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#INCORRECT_CODE}, {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#INVALID_REQUEST} after too many wrong codes,
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<Void> verify(String ticket, String code, @Nullable String clientIp) {
		return Mono.defer(() -> {
			Arguments.requireCode(code);
			Arguments.requireCode(ticket);
			return this.newPasswords.chargeHashing(clientIp)
				.then(this.parts.verify(ticket,
						this.resets.verifyEmail(ticket, code, null)
							.onErrorResume(FlowParts::isMissing,
									(ex) -> this.newPasswords.spendTimeOfHash().then(Mono.error(ex)))
							.thenReturn(ticket)));
		}).then();
	}

	/**
	 * Set the new password. Who proves to own an address that nobody had proved to own
	 * gets the account without the second factors that somebody else may have added, and
	 * with another recovery code. All of it happens, or nothing.
	 * @param ticket the ticket, whose code is verified
	 * @param password the new password
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @return the user, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#WEAK_PASSWORD}, after which the ticket can be used again,
	 * {@link FaroeError#INVALID_REQUEST}, {@link FaroeError#TOO_MANY_REQUESTS} or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<User> reset(String ticket, String password, @Nullable String clientIp) {
		return this.resets.reset(ticket, password, clientIp,
				(former) -> (former.emailVerified() ? Mono.<Void>empty() : takeFromSquatter(former.id()))
					.then(Mono.defer(() -> this.users.get(former.id()))));
	}

	private Mono<Void> takeFromSquatter(String userId) {
		return this.recoveryCodes.deleteSecondFactors(userId)
			.then(Mono.defer(() -> this.recoveryCodes.regenerate(userId)))
			.then();
	}

}

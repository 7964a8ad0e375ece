package dev.faroe.flow;

import java.util.Locale;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A change of the email address of a user who is logged in. Whether another user has the
 * address is told to its owner alone.
 * <p>
 * Ask for a fresh proof before. Keep the ticket in the session.
 */
public final class EmailUpdateFlow {

	private final EmailUpdateService updates;

	private final UserService users;

	private final FlowParts parts;

	EmailUpdateFlow(EmailUpdateService updates, UserService users, FlowParts parts) {
		this.updates = updates;
		this.users = users;
		this.parts = parts;
	}

	/**
	 * Begin with the new address.
	 * @param userId the user's id
	 * @param email the new email address
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @param locale the language of the mail, or {@code null} for English
	 * @return the ticket, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#NOT_ALLOWED} if the user is disabled,
	 * {@link FaroeError#INVALID_DATA}, {@link FaroeError#TOO_MANY_REQUESTS} or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<String> begin(String userId, String email, @Nullable String clientIp, @Nullable Locale locale) {
		return this.users.get(userId).flatMap((user) -> {
			if (user.disabled()) {
				return Mono.error(new FaroeException(FaroeError.NOT_ALLOWED));
			}
			EmailAddress address = EmailAddress.of(email);
			String ticket = this.parts.tokens().id();
			return this.parts.limits()
				.emailRequest()
				.check(userId)
				.then(Mono.defer(() -> this.parts.chargeMail(address, clientIp)))
				.then(Mono.defer(
						() -> this.parts.answer(ticket, create(ticket, userId, address, FlowParts.language(locale)))));
		});
	}

	private Mono<Void> create(String ticket, String userId, EmailAddress email, Locale locale) {
		return this.updates.createWithId(ticket, userId, email.value())
			.map((request) -> new CodeMessage(CodePurpose.EMAIL_UPDATE, userId, email.value(), request.code(), null,
					request.expiresAt(), locale))
			.onErrorResume(FlowParts::isUsed,
					(ex) -> Mono.just(
							new CodeMessage(CodePurpose.ADDRESS_IN_USE, null, email.value(), null, null, null, locale)))
			.flatMap(this.parts::deliver);
	}

	/**
	 * Change the address with the code from the mail. All other sessions of the user end.
	 * @param userId the user's id
	 * @param ticket the ticket
	 * @param code the code
	 * @return the user with the new address, or an error signal with
	 * {@link FaroeError#INCORRECT_CODE}, {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#INVALID_REQUEST} after too many wrong codes,
	 * {@link FaroeError#EMAIL_ALREADY_USED} if somebody else has proved to own the
	 * address meanwhile, or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<User> verify(String userId, String ticket, String code) {
		return Mono.defer(() -> {
			Arguments.requireCode(code);
			Arguments.requireCode(ticket);
			return this.parts.verify(ticket, this.updates.get(ticket)
				.filter((request) -> request.userId().equals(userId))
				.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))
				.then(Mono
					.defer(() -> this.updates.verifyNewEmail(ticket, code, (newEmail) -> this.users.get(userId)))));
		});
	}

}

package dev.faroe.flow;

import java.util.Locale;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.logincode.LogInCodeService;
import dev.faroe.password.NewPasswords;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The first step of a log-in by a code from a mail, in the place of the password. Answers
 * and times are the same for addresses with and without an account.
 * <p>
 * Only a user who has proved to own the address gets a code: the account could otherwise
 * be one that somebody else has prepared, and knows the password of. Keep the ticket in
 * the session of the browser.
 */
public final class EmailedCodeFlow {

	private final LogInCodeService codes;

	private final NewPasswords newPasswords;

	private final UserService users;

	private final FlowParts parts;

	EmailedCodeFlow(LogInCodeService codes, NewPasswords newPasswords, UserService users, FlowParts parts) {
		this.codes = codes;
		this.newPasswords = newPasswords;
		this.users = users;
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
		return begin(email, clientIp, locale, null);
	}

	/**
	 * Begin with an email address, and have a link sent beside the code if
	 * {@code faroe.flows.link-base} is set. Programs open links in mails, too: let the
	 * page only ask, and verify the code when its form is sent, with the ticket of the
	 * session that it is sent in.
	 * @param email the email address
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @param locale the language of the mail, or {@code null} for English
	 * @param linkTo the path of the page below the address of the application, with a
	 * query that the code is appended to, such as {@code /log-in/code/link?code=}, or
	 * {@code null} for no link; nothing of it may come from a request
	 * @return the ticket, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<String> begin(String email, @Nullable String clientIp, @Nullable Locale locale,
			@Nullable String linkTo) {
		return Mono.defer(() -> {
			EmailAddress address = EmailAddress.of(email);
			String ticket = this.parts.tokens().id();
			return this.parts.chargeMail(address, clientIp)
				.then(Mono.defer(
						() -> this.parts.answer(ticket, create(ticket, address, FlowParts.language(locale), linkTo))));
		});
	}

	/**
	 * Tell whether links are sent beside codes.
	 * @return whether the application has said what its address is
	 */
	public boolean sendsLinks() {
		return this.parts.linkBase() != null;
	}

	private Mono<Void> create(String ticket, EmailAddress email, Locale locale, @Nullable String linkTo) {
		return this.users.getByEmail(email.value())
			.filter((user) -> user.emailVerified() && !user.disabled())
			.flatMap((user) -> this.codes.create(ticket, user.id())
				.flatMap((request) -> this.parts.deliver(new CodeMessage(CodePurpose.LOG_IN, user.id(), email.value(),
						request.code(), this.parts.link(linkTo, request.code()), request.expiresAt(), locale))));
	}

	/**
	 * Verify the code from the mail. That is one factor: a user who has a second one has
	 * to prove it as well.
	 * @param ticket the ticket
	 * @param code the code
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @return the user, or an error signal with {@link FaroeError#INCORRECT_CODE},
	 * {@link FaroeError#INVALID_DATA}, {@link FaroeError#INVALID_REQUEST} after too many
	 * wrong codes, {@link FaroeError#TOO_MANY_REQUESTS} or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<User> verify(String ticket, String code, @Nullable String clientIp) {
		return Mono.defer(() -> {
			Arguments.requireCode(code);
			Arguments.requireCode(ticket);
			return this.newPasswords.chargeHashing(clientIp)
				.then(this.parts.verify(ticket,
						this.codes.verify(ticket, code, this.users::get)
							.onErrorResume(FlowParts::isMissing,
									(ex) -> this.newPasswords.spendTimeOfHash().then(Mono.error(ex)))
							.filter((user) -> !user.disabled())
							.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.INCORRECT_CODE)))));
		});
	}

}

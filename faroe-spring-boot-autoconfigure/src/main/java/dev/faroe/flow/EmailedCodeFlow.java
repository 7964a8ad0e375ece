package dev.faroe.flow;

import java.time.Instant;
import java.util.Locale;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.coderequest.NewCodeRequest;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.delivery.CodePurpose;
import dev.faroe.logincode.LogInCodeService;
import dev.faroe.password.NewPasswords;
import dev.faroe.security.Secret;
import dev.faroe.security.TokenGenerator;
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
		return createRequest(ticket, email).flatMap((request) -> this.parts
			.deliver(message(request.userId(), email, request.code(), linkTo, request.expiresAt(), locale)));
	}

	private Mono<NewCodeRequest> createRequest(String ticket, EmailAddress email) {
		return this.users.getByEmail(email.value())
			.filter((user) -> user.emailVerified() && !user.disabled())
			.flatMap((user) -> this.codes.create(ticket, user.id()));
	}

	/**
	 * Issue a token that is ticket and code in one, and have it sent. It is worth a
	 * log-in in any browser: prefer {@link #begin}, and let a link with it only ask. Of
	 * its 160 random bits, 40 are stored as a hash alone, and five guesses at them are
	 * judged.
	 * @param email the email address
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @param locale the language of the mail, or {@code null} for English
	 * @param linkTo as with {@link #begin(String, String, Locale, String)}
	 * @return what is sent with the token as the code, or, without a user and so that
	 * nobody can tell, the same with a token that is worth nothing, which is not sent; or
	 * an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<CodeMessage> issue(String email, @Nullable String clientIp, @Nullable Locale locale,
			@Nullable String linkTo) {
		return Mono.defer(() -> {
			EmailAddress address = EmailAddress.of(email);
			Locale language = FlowParts.language(locale);
			String ticket = this.parts.tokens().id();
			Mono<CodeMessage> sent = createRequest(ticket, address)
				.onErrorResume(FlowParts::isNobody, (ex) -> Mono.empty())
				.flatMap((request) -> {
					Secret token = Secret.of(ticket + request.code().value());
					Instant expiresAt = request.expiresAt();
					return this.parts.deliver(message(request.userId(), address, token, linkTo, expiresAt, language))
						.thenReturn(message(null, address, token, linkTo, expiresAt, language));
				});
			Mono<CodeMessage> nothing = this.newPasswords.spendTimeOfHash()
				.then(Mono.fromSupplier(() -> message(null, address, Secret.of(ticket + this.parts.tokens().code()),
						linkTo, this.codes.expiryOfNew(), language)));
			return this.parts.chargeMail(address, clientIp).then(this.parts.work().evenly(sent.switchIfEmpty(nothing)));
		});
	}

	private CodeMessage message(@Nullable String userId, EmailAddress email, Secret code, @Nullable String linkTo,
			Instant expiresAt, Locale locale) {
		return new CodeMessage(CodePurpose.LOG_IN, userId, email.value(), code, this.parts.link(linkTo, code),
				expiresAt, locale);
	}

	/**
	 * Verify a token, as {@link #verify} does.
	 * @param token the token
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * by address
	 * @return as with {@link #verify}
	 */
	public Mono<User> redeem(String token, @Nullable String clientIp) {
		return Mono.defer(() -> {
			Arguments.requireCode(token);
			if (token.length() != TokenGenerator.ID_LENGTH + TokenGenerator.CODE_LENGTH) {
				return Mono.error(new FaroeException(FaroeError.INVALID_DATA));
			}
			return verify(token.substring(0, TokenGenerator.ID_LENGTH), token.substring(TokenGenerator.ID_LENGTH),
					clientIp);
		});
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

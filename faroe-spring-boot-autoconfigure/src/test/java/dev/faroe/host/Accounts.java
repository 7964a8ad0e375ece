package dev.faroe.host;

import java.time.Instant;

import dev.faroe.FaroeException;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.totp.TotpService;
import dev.faroe.user.ImportedUser;
import dev.faroe.user.User;
import dev.faroe.user.UserPage;
import dev.faroe.user.UserQuery;
import dev.faroe.user.UserQuery.SortBy;
import dev.faroe.user.UserQuery.SortOrder;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

/**
 * The examples of docs/api.md, and the one of docs/migration.md.
 */
class Accounts {

	private final UserService users;

	private final EmailVerificationService emailVerifications;

	private final TotpService totp;

	private final RecoveryCodeService recoveryCodes;

	private final PasswordResetService passwordResets;

	private final Mailer mail;

	Accounts(UserService users, EmailVerificationService emailVerifications, TotpService totp,
			RecoveryCodeService recoveryCodes, PasswordResetService passwordResets, Mailer mail) {
		this.users = users;
		this.emailVerifications = emailVerifications;
		this.totp = totp;
		this.recoveryCodes = recoveryCodes;
		this.passwordResets = passwordResets;
		this.mail = mail;
	}

	Mono<String> signUp(String email, String password, String clientIp) {
		return this.users.create(email, password, clientIp)
			.flatMap((user) -> this.emailVerifications.create(user.id())
				.flatMap((request) -> this.mail.send(user.email(), "Your code is " + request.code().value()))
				.thenReturn("Welcome! We have sent you a code."))
			.onErrorResume(FaroeException.class, (ex) -> switch (ex.error()) {
				case EMAIL_ALREADY_USED -> Mono.just("There is an account with this address already.");
				case WEAK_PASSWORD -> Mono.just("Too many people know this password.");
				case TOO_MANY_REQUESTS -> Mono.just("Please wait a moment.");
				default -> Mono.error(ex);
			});
	}

	Mono<User> verifyEmail(User user, String code) {
		return this.emailVerifications.verify(user.id(), code).then(this.users.get(user.id()));
	}

	Mono<User> logIn(String email, String password, String clientIp) {
		return this.users.authenticate(email, password, clientIp);
	}

	Mono<User> secondStep(User user, String code) {
		return this.totp.verifyAny(user.id(), code).thenReturn(user);
	}

	Mono<String> recover(User user, String recoveryCode) {
		return this.recoveryCodes.resetSecondFactors(user.id(), recoveryCode);
	}

	Mono<String> forgotten(String email, String clientIp) {
		return this.users.getByEmail(email)
			.flatMap((user) -> this.passwordResets.create(user.id(), clientIp)
				.flatMap((created) -> this.mail.send(user.email(), "Your code is " + created.code().value())
					.thenReturn(created.request().id())));
	}

	Mono<Void> verify(String requestId, String code, String clientIp) {
		return this.passwordResets.verifyEmail(requestId, code, clientIp);
	}

	Mono<Void> choose(String requestId, String password, String clientIp) {
		return this.passwordResets.reset(requestId, password, clientIp);
	}

	Mono<UserPage> find(String text) {
		return this.users.list(new UserQuery(SortBy.EMAIL, SortOrder.ASCENDING, 50, 1, text));
	}

	Mono<User> move(Account account) {
		Mono<User> user = this.users.importUser(new ImportedUser(null, account.createdAt(), account.email(),
				account.emailVerified(), account.passwordHash(), null));
		return user;
	}

	/**
	 * A user of another system.
	 */
	record Account(Instant createdAt, String email, boolean emailVerified, String passwordHash) {
	}

}

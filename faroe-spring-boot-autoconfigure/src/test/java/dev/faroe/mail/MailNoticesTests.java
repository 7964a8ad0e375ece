package dev.faroe.mail;

import java.util.List;
import java.util.Objects;

import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.logincode.LogInCodeService;
import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.security.TokenGenerator;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user is told by mail of what happens to the account.
 */
@Tag("one-jdk")
@ParameterizedClass(name = "{0}")
@ValueSource(strings = { "en", "de" })
class MailNoticesTests {

	private static final String PASSWORD = "a long enough password";

	private static final MailServer SERVER = new MailServer();

	private static @Nullable FaroeServer application;

	private static int users;

	@Parameter
	String language = "en";

	@BeforeParameterizedClassInvocation
	static void start(String language) {
		TestDatabase database = language.equals("en") ? TestDatabase.H2 : TestDatabase.POSTGRESQL;
		String[] properties = List.of(List.of(SERVER.properties()), List.of("faroe.mail.locale=" + language))
			.stream()
			.flatMap(List::stream)
			.toArray(String[]::new);
		application = FaroeServer.start(database, properties);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application().close();
	}

	@AfterAll
	static void stopServer() {
		SERVER.close();
	}

	private static FaroeServer application() {
		return Objects.requireNonNull(application);
	}

	private static <T> T bean(Class<T> type) {
		return application().bean(type);
	}

	private static User createUser() {
		User user = createUnverifiedUser();
		EmailVerificationService verifications = bean(EmailVerificationService.class);
		var request = Objects.requireNonNull(verifications.create(user.id()).block());
		verifications.verify(user.id(), request.code().value()).block();
		return user;
	}

	private static User createUnverifiedUser() {
		return Objects.requireNonNull(
				bean(UserService.class).create("user%d@example.com".formatted(++users), PASSWORD, null).block());
	}

	private void assertNotice(@Nullable String email, String english, String german) throws Exception {
		MimeMessage mail = SERVER.next();
		boolean isGerman = this.language.equals("de");
		assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly(email);
		assertThat(mail.getContentLanguage()).containsExactly(this.language);
		assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
		assertThat(MailServer.parts(mail))
			.allSatisfy((part) -> assertThat(part.replaceAll("\\s+", " ")).contains(isGerman ? german : english)
				.contains(isGerman ? "1. Januar 2026 um 00:00 Uhr (UTC)" : "1 January 2026 at 00:00 (UTC)")
				.contains(isGerman ? "Wenn Sie das nicht waren" : "If it was not you")
				.doesNotContain("{{"));
	}

	@Test
	void ofANewPassword() throws Exception {
		User user = createUser();
		bean(PasswordService.class).update(user.id(), PASSWORD, "another long password", null).block();
		assertNotice(user.email(), "The password of your account at example.com was changed",
				"das Passwort Ihres Kontos bei example.com wurde");
	}

	@Test
	void ofAResetPassword() throws Exception {
		User user = createUser();
		PasswordResetService resets = bean(PasswordResetService.class);
		var created = Objects.requireNonNull(resets.create(user.id(), null).block());
		resets.verifyEmail(created.request().id(), created.code().value(), null).block();
		resets.reset(created.request().id(), "another long password", null).block();
		assertNotice(user.email(), "with a code that was sent to you", "mit einem Code, der an Sie ging");
	}

	@Test
	void ofAnotherAddressAtTheFormerOne() throws Exception {
		User user = createUser();
		EmailUpdateService updates = bean(EmailUpdateService.class);
		var request = Objects.requireNonNull(updates.create(user.id(), "new%d@example.com".formatted(++users)).block());
		updates.verifyNewEmail(request.id(), request.code().value()).block();
		assertNotice(user.email(), "another email address took the place of this one",
				"diese E-Mail-Adresse durch eine andere ersetzt");
	}

	@Test
	void ofSecondFactors() throws Exception {
		User user = createUser();
		TotpService totp = bean(TotpService.class);
		Authenticator authenticator = new Authenticator(application().clock());
		totp.register(user.id(), TotpKey.ofBase64(authenticator.key()), authenticator.code()).block();
		assertNotice(user.email(), "was added to your account at example.com: authenticator app",
				"zweiter Faktor hinzugefügt: Authenticator-App");
		totp.deleteAll(user.id()).block();
		assertNotice(user.email(), "was removed from your account at example.com: authenticator app",
				"zweiter Faktor entfernt: Authenticator-App");
	}

	@Test
	void ofRecoveryCodes() throws Exception {
		User user = createUser();
		RecoveryCodeService recoveryCodes = bean(RecoveryCodeService.class);
		recoveryCodes.verify(user.id(), user.recoveryCode().value()).block();
		assertNotice(user.email(), "was used. A new one has taken its place.", "verwendet. Ein neuer hat ihn ersetzt.");
		recoveryCodes.regenerate(user.id()).block();
		assertNotice(user.email(), "was replaced with a new one", "durch einen neuen ersetzt");
	}

	@Test
	void ofALogInByAnEmailedCode() throws Exception {
		User user = createUser();
		String id = bean(TokenGenerator.class).id();
		LogInCodeService codes = application().bean("faroeLogInCodeService");
		var request = Objects.requireNonNull(codes.create(id, user.id()).block());
		codes.verify(id, request.code().value(), Mono::just).block();
		assertNotice(user.email(), "to log in to your account at example.com",
				"zur Anmeldung mit Ihrem Konto bei example.com verwendet");
	}

	/**
	 * Notices of one user after another: one to the first would have come by then.
	 */
	@Test
	void butNotWithoutAVerifiedAddress() throws Exception {
		User nobody = Objects.requireNonNull(bean(UserService.class).create(null, PASSWORD, null).block());
		bean(RecoveryCodeService.class).regenerate(nobody.id()).block();
		bean(RecoveryCodeService.class).regenerate(createUnverifiedUser().id()).block();
		ofANewPassword();
		assertThat(SERVER.size()).isZero();
	}

}

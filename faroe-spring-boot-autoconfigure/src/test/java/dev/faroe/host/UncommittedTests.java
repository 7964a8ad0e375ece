package dev.faroe.host;

import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.test.EndpointTests;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Codes for what a transaction of the application has just made itself, where attempts
 * are counted on another connection: a clear error, and no exhausted limit.
 */
class UncommittedTests extends EndpointTests {

	private void assertNotCommitted(Mono<?> action) {
		StepVerifier.create(action.as(server().bean(TransactionalOperator.class)::transactional))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("commit it before its code is verified"));
	}

	@Test
	void codeOfAPasswordResetRequest() {
		PasswordResetService resets = server().bean(PasswordResetService.class);
		assertNotCommitted(resets.create(createUserId(), null)
			.flatMap((reset) -> resets.verifyEmail(reset.request().id(), reset.code().value(), null)));
	}

	@Test
	void codeOfAnEmailUpdateRequest() {
		EmailUpdateService updates = server().bean(EmailUpdateService.class);
		assertNotCommitted(updates.create(createUserId(), newEmail())
			.flatMap((update) -> updates.verifyNewEmail(update.id(), update.code().value())));
	}

	@Test
	void totpOfAUser() {
		TotpService totp = server().bean(TotpService.class);
		Authenticator authenticator = new Authenticator(server().clock());
		assertNotCommitted(server().bean(UserService.class)
			.create(newEmail(), PASSWORD, null)
			.delayUntil((user) -> totp.register(user.id(), TotpKey.ofBase64(authenticator.key()), authenticator.code()))
			.flatMap((user) -> totp.verifyAny(user.id(), authenticator.code())));
	}

}

package dev.faroe.host;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.passkey.Algorithm;
import dev.faroe.passkey.AuthenticatorFlag;
import dev.faroe.passkey.SoftwareAuthenticator;
import dev.faroe.user.User;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a passkey is worth in a log-in.
 */
class PasskeyLogInTests extends PasskeyLogInTestCase {

	@Test
	void isAWholeLogInWhenTheDeviceHasVerifiedTheUser() {
		register(this.user, this.authenticator);
		assertThat(use(this.browser, "log-in")).isEqualTo("200 done");
		assertThat(this.browser.state()).containsEntry("authenticated", true);
		assertThat(this.browser.open("/role")).isEqualTo(200);
		assertThat(this.browser.open("/fresh/page")).isEqualTo(200);
	}

	@Test
	void isNoLogInByItself() {
		register(this.user, this.authenticator);
		Map<String, Object> options = this.browser.call("/log-in/passkey/options", Map.of("step", "log-in"));
		assertThat(options).containsEntry("userVerification", "required");
		Map<String, Object> answer = this.authenticator.flag(AuthenticatorFlag.USER_VERIFIED, false)
			.authenticate(options);
		assertThat(this.browser.outcome("/log-in/passkey", answer)).isEqualTo("401 incorrect-passkey");
		assertThat(this.browser.state()).containsEntry("next", "log-in");
	}

	@Test
	void isTheSecondFactorAfterThePassword() {
		register(this.user, this.authenticator.flag(AuthenticatorFlag.USER_VERIFIED, false));
		assertThat(logInByPassword(this.browser, this.user)).isEqualTo("200 second-factor");
		assertThat(this.browser.open("/page")).isEqualTo(401);
		assertThat(this.browser.state()).containsEntry("second_factors", List.of("webauthn"));
		assertThat(use(this.browser, "second-factor")).isEqualTo("200 done");
		assertThat(this.browser.open("/page")).isEqualTo(200);
	}

	@Test
	void provesAgainAfterThePassword() {
		register(this.user, this.authenticator.flag(AuthenticatorFlag.USER_VERIFIED, false));
		logInByPassword(this.browser, this.user);
		use(this.browser, "second-factor");
		server().clock().advance(Duration.ofMinutes(11));
		assertThat(this.browser.open("/fresh/page")).isEqualTo(401);
		assertThat(use(this.browser, "step-up")).isEqualTo("200 done");
		assertThat(this.browser.open("/fresh/page")).isEqualTo(200);
	}

	@Test
	void provesAgainAsWhatItWasWhenItWasTheWholeLogIn() {
		register(this.user, this.authenticator);
		use(this.browser, "log-in");
		server().clock().advance(Duration.ofMinutes(11));
		Map<String, Object> options = this.browser.call("/log-in/passkey/options", Map.of("step", "step-up"));
		assertThat(options).containsEntry("userVerification", "required");
		Map<String, Object> answer = this.authenticator.flag(AuthenticatorFlag.USER_VERIFIED, false)
			.authenticate(options);
		assertThat(this.browser.outcome("/log-in/passkey", answer)).isEqualTo("401 incorrect-passkey");
		assertThat(this.browser.open("/fresh/page")).isEqualTo(401);
		this.authenticator.flag(AuthenticatorFlag.USER_VERIFIED, true);
		assertThat(use(this.browser, "step-up")).isEqualTo("200 done");
		assertThat(this.browser.open("/fresh/page")).isEqualTo(200);
	}

	@Test
	void sessionHasAnotherIdAfterEachStep() {
		register(this.user, this.authenticator);
		this.browser.state();
		String first = this.browser.session();
		use(this.browser, "log-in");
		String second = this.browser.session();
		use(this.browser, "step-up");
		assertThat(List.of(String.valueOf(first), String.valueOf(second), String.valueOf(this.browser.session())))
			.doesNotHaveDuplicates();
	}

	@Test
	void whoIsDisabledDoesNotLogIn() {
		register(this.user, this.authenticator);
		Map<String, Object> answer = answer(this.browser, "log-in");
		server().bean(AccountStateService.class).disable(this.user.id(), null).block();
		assertThat(this.browser.outcome("/log-in/passkey", answer)).isEqualTo("401 incorrect-passkey");
	}

	@Test
	void secondStepDoesNotFollowTooLate() {
		register(this.user, this.authenticator);
		logInByPassword(this.browser, this.user);
		Map<String, Object> answer = answer(this.browser, "second-factor");
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(this.browser.outcome("/log-in/passkey/options", Map.of("step", "second-factor")))
			.isEqualTo("401 expired");
		assertThat(this.browser.outcome("/log-in/passkey", answer)).startsWith("40");
		assertThat(this.browser.open("/page")).isEqualTo(401);
	}

	@Test
	void passkeyOfAnotherUserIsNoSecondFactor() {
		register(this.user, this.authenticator);
		User other = createUser();
		SoftwareAuthenticator theirs = new SoftwareAuthenticator(ORIGIN, Algorithm.ES256);
		register(other, theirs);
		logInByPassword(this.browser, this.user);
		Map<String, Object> options = this.browser.call("/log-in/passkey/options", Map.of("step", "second-factor"));
		options.put("allowCredentials", List.of());
		assertThat(this.browser.outcome("/log-in/passkey", theirs.authenticate(options)))
			.isEqualTo("401 incorrect-passkey");
		assertThat(this.browser.state()).containsEntry("authenticated", false);
	}

	@Test
	void whoHasNoneIsNotAskedForOne() {
		logInByPassword(this.browser, this.user);
		assertThat(this.browser.outcome("/log-in/passkey/options", Map.of("step", "step-up")))
			.isEqualTo("400 not-allowed");
	}

}

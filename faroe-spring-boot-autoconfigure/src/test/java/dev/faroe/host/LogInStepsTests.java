package dev.faroe.host;

import java.time.Duration;
import java.util.Objects;

import dev.faroe.totp.Authenticator;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log-in by the steps of the library, with its built-in pages.
 */
class LogInStepsTests extends LogInTestCase {

	@Test
	void goesOnToThePageThatWasAskedFor() {
		assertThat(this.browser.open("/page?of=mine")).isEqualTo("303 /log-in");
		assertThat(logIn(this.browser, this.user)).isEqualTo("303 /page?of=mine");
		assertThat(this.browser.open("/page?of=mine")).isEqualTo("200 " + this.user.id());
	}

	@Test
	void asksForTheSecondFactorBeforeAnythingCounts() {
		Authenticator authenticator = register(this.user);
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
		assertThat(logIn(this.browser, this.user)).isEqualTo("303 /log-in/second-factor");
		for (String path : new String[] { "/page", "/authenticated", "/role", "/fresh" }) {
			assertThat(this.browser.open(path)).as(path).isEqualTo("303 /log-in/second-factor");
		}
		assertThat(this.browser.submit("/log-in/second-factor", "code", authenticator.wrongCode()))
			.isEqualTo("303 /log-in/second-factor?error=incorrect-code&field=code");
		assertThat(this.browser.open("/authenticated")).isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.submit("/log-in/second-factor", "code", authenticator.code()))
			.isEqualTo("303 /authenticated");
		for (String path : new String[] { "/page", "/authenticated", "/role", "/fresh" }) {
			assertThat(this.browser.open(path)).as(path).isEqualTo("200 " + this.user.id());
		}
	}

	@Test
	void showsWhatIsWrongNextToItsField() {
		String failed = this.browser.submit("/log-in", "email", String.valueOf(this.user.email()), "password", "wrong");
		assertThat(failed).isEqualTo("303 /log-in?error=incorrect-credentials&field=password");
		assertThat(this.browser.open("/log-in?error=incorrect-credentials&field=password"))
			.contains("The email address or the password is wrong.")
			.contains("aria-describedby=\"password-error\"");
	}

	@Test
	void asksForAFreshProofWhenTheLastIsTooOld() {
		logIn(this.browser, this.user);
		assertThat(this.browser.open("/fresh/page")).isEqualTo("200 " + this.user.id());
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
		assertThat(this.browser.open("/fresh/page")).isEqualTo("303 /log-in/step-up");
		assertThat(this.browser.submit("/fresh/page")).isEqualTo("303 /log-in/step-up");
		assertThat(this.browser.submit("/log-in/step-up", "password", "a wrong password"))
			.isEqualTo("303 /log-in/step-up?error=incorrect-password&field=password");
		assertThat(this.browser.open("/fresh/page")).isEqualTo("303 /log-in/step-up");
		assertThat(this.browser.submit("/log-in/step-up", "password", PASSWORD)).isEqualTo("303 /fresh/page");
		assertThat(this.browser.open("/fresh/page")).isEqualTo("200 " + this.user.id());
	}

	@Test
	void asksForBothFactorsAgainWhenTheOlderProofIsTooOld() {
		Authenticator authenticator = register(this.user);
		logInWithBoth(authenticator);
		assertThat(this.browser.open("/operator/page")).isEqualTo("200 " + this.user.id());
		server().clock().advance(Duration.ofMinutes(9).plusSeconds(45));
		assertThat(this.browser.submit("/log-in/step-up", "code", authenticator.code())).isEqualTo("303 /");
		server().clock().advance(Duration.ofSeconds(15));
		assertThat(this.browser.open("/fresh/page")).isEqualTo("200 " + this.user.id());
		assertThat(this.browser.submit("/operator/page")).isEqualTo("303 /log-in");
		assertThat(this.browser.open("/operator/page")).isEqualTo("303 /log-in");
		assertThat(this.browser.submit("/log-in/step-up", "password", PASSWORD))
			.isEqualTo("303 /log-in/step-up?error=invalid-data");
		server().clock().advance(Duration.ofSeconds(30));
		logInWithBoth(authenticator);
		assertThat(this.browser.open("/operator/page")).isEqualTo("200 " + this.user.id());
	}

	private void logInWithBoth(Authenticator authenticator) {
		assertThat(logIn(this.browser, this.user)).isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.open("/operator/page")).isEqualTo("303 /log-in/second-factor");
		assertThat(this.browser.submit("/log-in/second-factor", "code", authenticator.code()))
			.isEqualTo("303 /operator/page");
	}

	@Test
	void refusesAUserWithoutASecondFactorWhereBothAreAskedFor() {
		logIn(this.browser, this.user);
		assertThat(this.browser.open("/operator/page")).startsWith("403");
		Authenticator authenticator = register(this.user);
		assertThat(this.browser.open("/operator/page")).isEqualTo("303 /log-in");
		server().clock().advance(Duration.ofSeconds(30));
		logInWithBoth(authenticator);
	}

	@Test
	void asksForAFreshProofInMethods() {
		assertThat(this.browser.open("/vault")).isEqualTo("303 /log-in");
		logIn(this.browser, this.user);
		assertThat(this.browser.open("/vault")).isEqualTo("200 treasure");
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(this.browser.open("/vault")).isEqualTo("303 /log-in/step-up");
	}

	@Test
	void takesTheRecoveryCodeInThePlaceOfASecondFactorAndShowsTheNewOneOnce() {
		register(this.user);
		logIn(this.browser, this.user);
		assertThat(this.browser.submit("/log-in/recovery-code", "recovery_code", "AAAAAAAA"))
			.isEqualTo("303 /log-in/recovery-code?error=incorrect-recovery-code&field=recovery_code");
		assertThat(this.browser.submit("/log-in/recovery-code", "recovery_code",
				" " + this.user.recoveryCode().value().toLowerCase()))
			.isEqualTo("303 /log-in/new-recovery-code");
		User recovered = Objects.requireNonNull(server().bean(UserService.class).get(this.user.id()).block());
		assertThat(this.browser.open("/log-in/new-recovery-code")).startsWith("200")
			.contains(recovered.recoveryCode().value());
		assertThat(this.browser.open("/log-in/new-recovery-code")).isEqualTo("303 /");
		assertThat(this.browser.open("/page")).isEqualTo("200 " + this.user.id());
		assertThat(this.browser.open("/fresh")).isEqualTo("200 " + this.user.id());
	}

	@Test
	void refusesWhatIsNoQuestionOfFactors() {
		logIn(this.browser, this.user);
		assertThat(this.browser.open("/admin")).startsWith("403");
	}

	@Test
	void logsOut() {
		logIn(this.browser, this.user);
		assertThat(this.browser.submit("/log-in/out")).isEqualTo("303 /log-in?logged-out");
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
		assertThat(this.browser.open("/log-in?logged-out")).contains("You are logged out.");
	}

	@Test
	void asksForTheFirstStepAgainWhenTheSecondComesTooLate() {
		Authenticator authenticator = register(this.user);
		logIn(this.browser, this.user);
		server().clock().advance(Duration.ofMinutes(10));
		assertThat(this.browser.submit("/log-in/second-factor", "code", authenticator.code()))
			.isEqualTo("303 /log-in?error=expired");
		assertThat(this.browser.open("/page")).startsWith("303");
	}

}

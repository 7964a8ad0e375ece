package dev.faroe.ratelimit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a host application sets about the limits. Each record makes its limit once for
 * nothing: what no limit can have is then a property that is refused, with its name.
 *
 * @param passwordHashing Work spent on secrets for one client address.
 * @param login Failed log-ins from one client address.
 * @param userLogin Failed log-ins of one user.
 * @param emailRequest Email verification and update requests of one user.
 * @param verifyEmail Wrong email verification codes of one user.
 * @param passwordReset Password reset requests for one user, and from one client address.
 * @param totp Wrong TOTP codes of one user.
 * @param recoveryCode Wrong recovery codes of one user.
 */
@ConfigurationProperties("faroe.rate-limit")
record RateLimitProperties(@DefaultValue PasswordHashing passwordHashing, @DefaultValue Login login,
		@DefaultValue UserLogin userLogin, @DefaultValue EmailRequest emailRequest,
		@DefaultValue VerifyEmail verifyEmail, @DefaultValue PasswordReset passwordReset, @DefaultValue Totp totp,
		@DefaultValue RecoveryCode recoveryCode) {

	RateLimits limits() {
		return new RateLimits(
				RateLimit.bucket("password-hashing", this.passwordHashing.capacity, this.passwordHashing.period),
				RateLimit.window("login", this.login.capacity, this.login.period),
				RateLimit.window("user-login", this.userLogin.capacity, this.userLogin.period),
				RateLimit.bucket("email-request", this.emailRequest.capacity, this.emailRequest.period),
				RateLimit.window("verify-email", this.verifyEmail.capacity, this.verifyEmail.period),
				RateLimit.bucket("password-reset", this.passwordReset.capacity, this.passwordReset.period),
				RateLimit.window("totp", this.totp.capacity, this.totp.period),
				RateLimit.window("recovery-code", this.recoveryCode.capacity, this.recoveryCode.period));
	}

	/**
	 * Work spent on secrets for one client address.
	 *
	 * @param capacity Number of attempts at once.
	 * @param period Time after which one more is allowed.
	 */
	record PasswordHashing(@DefaultValue("5") int capacity, @DefaultValue("10s") Duration period) {

		PasswordHashing {
			RateLimit.bucket("password-hashing", capacity, period);
		}

	}

	/**
	 * Failed log-ins from one client address.
	 *
	 * @param capacity Number of attempts in one period.
	 * @param period Time from the first attempt after which all are allowed again.
	 */
	record Login(@DefaultValue("5") int capacity, @DefaultValue("15m") Duration period) {

		Login {
			RateLimit.window("login", capacity, period);
		}

	}

	/**
	 * Failed log-ins of one user.
	 *
	 * @param capacity Number of attempts in one period.
	 * @param period Time from the first attempt after which all are allowed again.
	 */
	record UserLogin(@DefaultValue("100") int capacity, @DefaultValue("1h") Duration period) {

		UserLogin {
			RateLimit.window("user-login", capacity, period);
		}

	}

	/**
	 * Email verification and update requests of one user.
	 *
	 * @param capacity Number of requests at once.
	 * @param period Time after which one more is allowed.
	 */
	record EmailRequest(@DefaultValue("3") int capacity, @DefaultValue("5m") Duration period) {

		EmailRequest {
			RateLimit.bucket("email-request", capacity, period);
		}

	}

	/**
	 * Wrong email verification codes of one user.
	 *
	 * @param capacity Number of attempts in one period.
	 * @param period Time from the first attempt after which all are allowed again.
	 */
	record VerifyEmail(@DefaultValue("5") int capacity, @DefaultValue("15m") Duration period) {

		VerifyEmail {
			RateLimit.window("verify-email", capacity, period);
		}

	}

	/**
	 * Password reset requests for one user, and from one client address.
	 *
	 * @param capacity Number of requests at once.
	 * @param period Time after which one more is allowed.
	 */
	record PasswordReset(@DefaultValue("3") int capacity, @DefaultValue("5m") Duration period) {

		PasswordReset {
			RateLimit.bucket("password-reset", capacity, period);
		}

	}

	/**
	 * Wrong TOTP codes of one user.
	 *
	 * @param capacity Number of attempts in one period.
	 * @param period Time from the first attempt after which all are allowed again.
	 */
	record Totp(@DefaultValue("5") int capacity, @DefaultValue("15m") Duration period) {

		Totp {
			RateLimit.window("totp", capacity, period);
		}

	}

	/**
	 * Wrong recovery codes of one user.
	 *
	 * @param capacity Number of attempts in one period.
	 * @param period Time from the first attempt after which all are allowed again.
	 */
	record RecoveryCode(@DefaultValue("5") int capacity, @DefaultValue("15m") Duration period) {

		RecoveryCode {
			RateLimit.window("recovery-code", capacity, period);
		}

	}

}

package dev.faroe.ratelimit;

/**
 * The limits of the REST API reference, each under the name of its property.
 *
 * @param passwordHashing work spent on secrets for one client address
 * @param login failed log-ins from one client address
 * @param userLogin failed log-ins of one user, from wherever (NIST SP 800-63B-4, 3.2.2)
 * @param emailRequest requests that lead to an email being sent to one user
 * @param verifyEmail wrong email verification codes of one user
 * @param passwordReset password reset requests for one user, and from one client address
 * @param totp wrong TOTP codes of one user
 * @param recoveryCode wrong recovery codes of one user
 */
public record RateLimits(RateLimit passwordHashing, RateLimit login, RateLimit userLogin, RateLimit emailRequest,
		RateLimit verifyEmail, RateLimit passwordReset, RateLimit totp, RateLimit recoveryCode) {
}

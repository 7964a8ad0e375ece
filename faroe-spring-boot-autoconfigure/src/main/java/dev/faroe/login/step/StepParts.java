package dev.faroe.login.step;

import java.time.Clock;
import java.time.Instant;

import dev.faroe.login.FaroeAuthentication;

import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * What all steps need.
 *
 * @param settings the settings
 * @param answers what answers
 * @param remembered where to go on to
 * @param clock what tells the time
 * @param verifiedOnly whether users have to have verified their email address
 */
record StepParts(LogInStepProperties settings, StepAnswers answers, RememberedRequest remembered, Clock clock,
		boolean verifiedOnly) {

	/**
	 * Tell whether the second step must not follow any more.
	 */
	boolean isTooLate(FaroeAuthentication logIn) {
		Instant latest = logIn.factors()
			.stream()
			.map(FactorGrantedAuthority::getIssuedAt)
			.max(Instant::compareTo)
			.orElse(Instant.EPOCH);
		return !logIn.isAuthenticated()
				&& !this.clock.instant().isBefore(latest.plus(this.settings.secondStepTimeout()));
	}

}

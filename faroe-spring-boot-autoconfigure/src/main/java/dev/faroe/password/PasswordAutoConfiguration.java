package dev.faroe.password;

import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.lockout.LockOut;
import dev.faroe.lockout.LockOutPart;
import dev.faroe.password.breach.PwnedPasswordChecker;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.ratelimit.Limits;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;

/**
 * Auto-configuration for the passwords of users.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
@EnableConfigurationProperties({ PasswordProperties.class, AuthenticationProperties.class })
final class PasswordAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PasswordStrength faroePasswordStrength(
			@Qualifier(PwnedPasswordChecker.BEAN_NAME) ObjectProvider<ReactiveCompromisedPasswordChecker> faroeChecker,
			ObjectProvider<ReactiveCompromisedPasswordChecker> applicationChecker, PasswordProperties properties) {
		return new PasswordStrength(faroeChecker.getIfAvailable(applicationChecker::getIfAvailable),
				properties.rejectCommon(), properties.policy());
	}

	@Bean
	@ConditionalOnMissingBean
	NewPasswords faroeNewPasswords(PasswordStrength strength, PasswordHasher hasher, @ForFeatures Limits limits,
			FaroeDatabase database, @ForFeatures SecondFactors factors) {
		return new NewPasswords(strength, hasher, limits, new PasswordOwners(database, factors));
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordRepository faroePasswordRepository(FaroeDatabase database) {
		return database.repository(PasswordRepository.class);
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordFailures faroePasswordFailures(PasswordProperties properties, @ForFeatures Accounts accounts,
			FaroeDatabase database, @ForFeatures Limits limits, FaroeEvents events) {
		int maximum = properties.maxConsecutiveFailures();
		return (maximum > 0) ? new ConsecutivePasswordFailures(maximum, accounts, database.separately(), limits,
				FaroeEvents.guarded(events)) : PasswordFailures.uncounted();
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	LockOutPart faroePasswordLockOut(PasswordProperties properties, @ForFeatures Accounts accounts) {
		int maximum = properties.maxConsecutiveFailures();
		return (userId) -> accounts.passwordFailures(userId)
			.filter((failures) -> maximum > 0 && failures >= maximum)
			.map((failures) -> new LockOut(LockedOutEvent.PASSWORD_FAILURES, null));
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordService faroePasswordService(PasswordRepository passwords, NewPasswords newPasswords,
			PasswordHasher passwordHasher, @ForFeatures AccountChanges changes, @ForFeatures Limits limits,
			FaroeDatabase database, AuthenticationProperties properties, PasswordFailures failures,
			FaroeEvents events) {
		return new PasswordService(passwords, newPasswords, passwordHasher, changes, limits, database.transaction(),
				properties.revealUnknownEmail(), properties.revealDisabled(), failures, events);
	}

}

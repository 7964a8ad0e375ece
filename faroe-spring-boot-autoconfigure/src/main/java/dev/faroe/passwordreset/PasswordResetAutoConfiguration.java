package dev.faroe.passwordreset;

import dev.faroe.account.AccountChange;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.coderequest.CodeRequestFactory;
import dev.faroe.coderequest.CodeRequestKind;
import dev.faroe.coderequest.CodeRequests;
import dev.faroe.coderequest.StoredCode;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.password.NewPasswords;
import dev.faroe.ratelimit.Limits;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for password resets.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class PasswordResetAutoConfiguration {

	@ForFeatures
	@Bean(defaultCandidate = false)
	CodeRequests<StoredPasswordResetRequest, PasswordResetRepository> faroePasswordResetRequests(
			@ForFeatures CodeRequestFactory requests, @ForFeatures StoredCode hashedCode) {
		return requests.create(
				CodeRequestKind.countingInRows(PasswordResetService.LIFETIME, requests.maxAttempts(),
						AccountChange.PASSWORD, AccountChange.EMAIL, AccountChange.DISABLED),
				hashedCode, PasswordResetRepository.class);
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordResetService faroePasswordResetService(
			@ForFeatures CodeRequests<StoredPasswordResetRequest, PasswordResetRepository> requests,
			@ForFeatures Accounts accounts, @ForFeatures AccountChanges changes, NewPasswords newPasswords,
			@ForFeatures Limits limits, FaroeDatabase database, FaroeEvents events) {
		return new PasswordResetService(requests, accounts, changes, newPasswords, limits, database.transaction(),
				events);
	}

}

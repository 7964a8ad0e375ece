package dev.faroe.emailverification;

import dev.faroe.account.AccountChange;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.coderequest.CodeRequestFactory;
import dev.faroe.coderequest.CodeRequestKind;
import dev.faroe.coderequest.CodeRequests;
import dev.faroe.coderequest.StoredCode;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.StoredCodes;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the verification of email addresses.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class EmailVerificationAutoConfiguration {

	@ForFeatures
	@Bean(defaultCandidate = false)
	CodeRequests<StoredEmailVerificationRequest, EmailVerificationRepository> faroeEmailVerificationRequests(
			@ForFeatures CodeRequestFactory requests, EncryptionAtRest encryption, @ForFeatures Limits limits) {
		return requests.create(
				CodeRequestKind.onePerUser(EmailVerificationService.LIFETIME, limits.verifyEmail(),
						AccountChange.EMAIL),
				StoredCode.encrypted(StoredCodes.ofEmailVerification(encryption)), EmailVerificationRepository.class);
	}

	@Bean
	@ConditionalOnMissingBean
	EmailVerificationService faroeEmailVerificationService(
			@ForFeatures CodeRequests<StoredEmailVerificationRequest, EmailVerificationRepository> requests,
			EncryptionAtRest encryption, @ForFeatures Accounts accounts, @ForFeatures AccountChanges changes,
			@ForFeatures Limits limits, FaroeDatabase database, FaroeEvents events) {
		return new EmailVerificationService(requests, StoredCodes.ofEmailVerification(encryption), accounts, changes,
				limits, database.transaction(), events);
	}

}

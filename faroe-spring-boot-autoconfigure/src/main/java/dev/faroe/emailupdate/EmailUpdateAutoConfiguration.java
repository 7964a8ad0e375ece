package dev.faroe.emailupdate;

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
import dev.faroe.userdata.UserDataPart;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the change of email addresses.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class EmailUpdateAutoConfiguration {

	@ForFeatures
	@Bean(defaultCandidate = false)
	CodeRequests<StoredEmailUpdateRequest, EmailUpdateRepository> faroeEmailUpdateRequests(
			@ForFeatures CodeRequestFactory requests, EncryptionAtRest encryption) {
		return requests.create(
				CodeRequestKind.countingInRows(EmailUpdateService.LIFETIME, requests.maxAttempts(),
						AccountChange.PASSWORD, AccountChange.DISABLED),
				StoredCode.encrypted(StoredCodes.ofEmailUpdate(encryption)), EmailUpdateRepository.class);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	UserDataPart faroeEmailUpdateData(
			@ForFeatures CodeRequests<StoredEmailUpdateRequest, EmailUpdateRepository> requests) {
		return (data) -> requests.rows()
			.findByUser(data.account().id(), requests.now())
			.map(StoredEmailUpdateRequest::data)
			.collectList()
			.map(data::withEmailUpdates);
	}

	@Bean
	@ConditionalOnMissingBean
	EmailUpdateService faroeEmailUpdateService(
			@ForFeatures CodeRequests<StoredEmailUpdateRequest, EmailUpdateRepository> requests,
			EncryptionAtRest encryption, @ForFeatures Accounts accounts, @ForFeatures AccountChanges changes,
			@ForFeatures Limits limits, FaroeDatabase database, FaroeEvents events) {
		return new EmailUpdateService(requests, StoredCodes.ofEmailUpdate(encryption), accounts, changes, limits,
				database.transaction(), events);
	}

}

package dev.faroe.logincode;

import dev.faroe.account.AccountChange;
import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.coderequest.CodeRequestFactory;
import dev.faroe.coderequest.CodeRequestKind;
import dev.faroe.coderequest.CodeRequests;
import dev.faroe.coderequest.StoredCode;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for log-in by emailed code.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class LogInCodeAutoConfiguration {

	@ForFeatures
	@Bean(defaultCandidate = false)
	CodeRequests<StoredLogInRequest, LogInRequestRepository> faroeLogInRequests(
			@ForFeatures CodeRequestFactory requests, @ForFeatures StoredCode hashedCode) {
		return requests.create(
				CodeRequestKind.countingInRows(LogInCodeService.LIFETIME, requests.maxAttempts(),
						AccountChange.PASSWORD, AccountChange.EMAIL, AccountChange.DISABLED, AccountChange.SESSIONS),
				hashedCode, LogInRequestRepository.class);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	LogInCodeService faroeLogInCodeService(
			@ForFeatures CodeRequests<StoredLogInRequest, LogInRequestRepository> requests,
			@ForFeatures Accounts accounts, FaroeDatabase database, FaroeEvents events) {
		return new LogInCodeService(requests, accounts, database.transaction(), events);
	}

}

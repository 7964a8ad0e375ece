package dev.faroe.totp;

import java.time.Clock;

import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.lockout.LockOut;
import dev.faroe.lockout.LockOutPart;
import dev.faroe.ratelimit.Limits;
import dev.faroe.secondfactor.ConsecutiveFailures;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.userdata.UserDataPart;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for TOTP credentials.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
@EnableConfigurationProperties(TotpProperties.class)
final class TotpAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TotpCredentialRepository faroeTotpCredentialRepository(FaroeDatabase database) {
		return database.repository(TotpCredentialRepository.class);
	}

	@Bean
	@ConditionalOnMissingBean
	TotpFactor faroeTotpFactor(TotpCredentialRepository credentials) {
		return new TotpFactor(credentials);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	UserDataPart faroeTotpData(TotpCredentialRepository credentials) {
		return (data) -> credentials.findByUserId(data.account().id())
			.map(StoredTotpCredential::data)
			.collectList()
			.map(data::withAuthenticators);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	LockOutPart faroeTotpLockOut(@ForFeatures Accounts accounts, TotpProperties properties) {
		return (userId) -> accounts.factorFailures(userId)
			.filter((failures) -> failures >= properties.maxConsecutiveFailures())
			.map((failures) -> new LockOut(LockedOutEvent.TOTP_FAILURES, null));
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	TotpRegistry faroeTotpRegistry(TotpCredentialRepository credentials, @ForFeatures Accounts accounts,
			@ForFeatures AccountChanges changes, EncryptionAtRest encryption, TokenGenerator tokens,
			ObjectProvider<Clock> clocks, FaroeDatabase database, TotpProperties properties, FaroeEvents events) {
		return new TotpRegistry(credentials, accounts, changes, new StoredKeys(encryption), new TotpCodes(), tokens,
				clocks.getIfUnique(Clock::systemUTC), database.transaction(), properties.maxCredentials(),
				FaroeEvents.guarded(events));
	}

	@Bean
	@ConditionalOnMissingBean
	TotpService faroeTotpService(TotpCredentialRepository credentials, @ForFeatures TotpRegistry registry,
			@ForFeatures Accounts accounts, EncryptionAtRest encryption, ObjectProvider<Clock> clocks,
			@ForFeatures Limits limits, FaroeDatabase database, TotpProperties properties, FaroeEvents publisher) {
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		FaroeEvents events = FaroeEvents.guarded(publisher);
		StoredKeys keys = new StoredKeys(encryption);
		ConsecutiveFailures failures = new ConsecutiveFailures(accounts, database.separately(),
				properties.maxConsecutiveFailures(), limits.totp().period(), events);
		TotpVerification verification = new TotpVerification(credentials, keys, new TotpCodes(), clock, limits.totp(),
				failures, properties.allowCodeReuse(), events);
		return new TotpService(credentials, accounts, keys, registry, verification,
				new TotpImporter(credentials, new SqlTotpImport(database), keys));
	}

}

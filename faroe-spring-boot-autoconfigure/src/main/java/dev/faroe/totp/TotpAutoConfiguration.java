package dev.faroe.totp;

import java.time.Clock;

import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for TOTP credentials.
 */
@AutoConfiguration(afterName = "dev.faroe.autoconfigure.FaroeAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
public final class TotpAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TotpCredentialRepository faroeTotpCredentialRepository(FaroeDatabase database) {
		return database.repository(TotpCredentialRepository.class, new SqlTotpImport(database));
	}

	@Bean
	@ConditionalOnMissingBean
	TotpFactor faroeTotpFactor(TotpCredentialRepository credentials) {
		return new TotpFactor(credentials);
	}

	@Bean
	@ConditionalOnMissingBean
	TotpService faroeTotpService(TotpCredentialRepository credentials, @ForFeatures Accounts accounts,
			EncryptionAtRest encryption, TokenGenerator tokens, ObjectProvider<Clock> clock, @ForFeatures Limits limits,
			FaroeDatabase database, @ForFeatures TotpSettings settings, FaroeEvents events) {
		return new TotpService(credentials, accounts, encryption, tokens, clock.getIfUnique(Clock::systemUTC), limits,
				database.transaction(), database.separately(), settings, events);
	}

}

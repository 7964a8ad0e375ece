package dev.faroe.recovery;

import dev.faroe.account.ForFeatures;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for recovery codes.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class RecoveryCodeAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RecoveryCodeRepository faroeRecoveryCodeRepository(FaroeDatabase database) {
		return database.repository(RecoveryCodeRepository.class);
	}

	@Bean
	@ConditionalOnMissingBean
	RecoveryCodeService faroeRecoveryCodeService(RecoveryCodeRepository recoveryCodes,
			@ForFeatures SecondFactors factors, EncryptionAtRest encryption, TokenGenerator tokens,
			@ForFeatures Limits limits, FaroeDatabase database, FaroeEvents events) {
		return new RecoveryCodeService(recoveryCodes, factors, encryption, tokens, limits, database.transaction(),
				events);
	}

}

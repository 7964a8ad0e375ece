package dev.faroe.autoconfigure;

import dev.faroe.account.ForFeatures;
import dev.faroe.event.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.recovery.RecoveryCodeRepository;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.totp.TotpSettings;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.r2dbc.repository.support.R2dbcRepositoryFactory;

/**
 * Auto-configuration for recovery codes.
 */
@AutoConfiguration(after = FaroeAutoConfiguration.class)
@ConditionalOnClass({ ConnectionFactory.class, R2dbcRepositoryFactory.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
public final class FaroeTwoFactorAutoConfiguration {

	@ForFeatures
	@Bean(defaultCandidate = false)
	TotpSettings faroeTotpSettings(FaroeProperties properties) {
		FaroeProperties.Totp settings = properties.totp();
		return new TotpSettings(settings.allowCodeReuse(), settings.maxCredentials(),
				settings.maxConsecutiveFailures());
	}

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

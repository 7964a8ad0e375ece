package dev.faroe.autoconfigure;

import java.time.Clock;

import dev.faroe.event.FaroeEvents;
import dev.faroe.ratelimit.RateLimits;
import dev.faroe.recovery.RecoveryCodeRepository;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.totp.SqlTotpImport;
import dev.faroe.totp.TotpCredentialRepository;
import dev.faroe.totp.TotpService;
import dev.faroe.totp.TotpSettings;
import dev.faroe.user.UserService;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.r2dbc.repository.support.R2dbcRepositoryFactory;

/**
 * Auto-configuration for TOTP credentials and recovery codes.
 */
@AutoConfiguration(after = FaroeAutoConfiguration.class)
@ConditionalOnClass({ ConnectionFactory.class, R2dbcRepositoryFactory.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
public final class FaroeTwoFactorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TotpCredentialRepository faroeTotpCredentialRepository(FaroeDatabase database) {
		return database.repository(TotpCredentialRepository.class, new SqlTotpImport(database));
	}

	@Bean
	@ConditionalOnMissingBean
	TotpService faroeTotpService(TotpCredentialRepository credentials, UserService users, EncryptionAtRest encryption,
			TokenGenerator tokens, ObjectProvider<Clock> clock, FaroeRateLimiter rateLimiter, RateLimits rateLimits,
			FaroeDatabase database, FaroeProperties properties, FaroeEvents events) {
		FaroeProperties.Totp settings = properties.totp();
		return new TotpService(credentials, users, encryption, tokens, clock.getIfUnique(Clock::systemUTC),
				rateLimiter.reporting(), rateLimits, database.transaction(), database.separately(),
				new TotpSettings(settings.allowCodeReuse(), settings.maxCredentials(),
						settings.maxConsecutiveFailures()),
				events);
	}

	@Bean
	@ConditionalOnMissingBean
	RecoveryCodeRepository faroeRecoveryCodeRepository(FaroeDatabase database) {
		return database.repository(RecoveryCodeRepository.class);
	}

	@Bean
	@ConditionalOnMissingBean
	RecoveryCodeService faroeRecoveryCodeService(RecoveryCodeRepository recoveryCodes, TotpService totp,
			EncryptionAtRest encryption, TokenGenerator tokens, FaroeRateLimiter rateLimiter, RateLimits rateLimits,
			FaroeDatabase database, FaroeEvents events) {
		return new RecoveryCodeService(recoveryCodes, totp, encryption, tokens, rateLimiter.reporting(), rateLimits,
				database.transaction(), events);
	}

}

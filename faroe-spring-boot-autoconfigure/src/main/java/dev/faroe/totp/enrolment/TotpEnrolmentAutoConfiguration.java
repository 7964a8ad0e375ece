package dev.faroe.totp.enrolment;

import java.time.Clock;

import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.ratelimit.Limits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.totp.TotpRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for the enrolment of authenticators.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
@EnableConfigurationProperties(TotpEnrolmentProperties.class)
final class TotpEnrolmentAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TotpEnrolmentRepository faroeTotpEnrolmentRepository(FaroeDatabase database) {
		return database.repository(TotpEnrolmentRepository.class);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	TotpEnrolments faroeTotpEnrolments(TotpEnrolmentRepository enrolments) {
		return new TotpEnrolments(enrolments);
	}

	@Bean
	@ConditionalOnMissingBean
	TotpEnrolmentService faroeTotpEnrolmentService(TotpEnrolmentRepository enrolments,
			@ForFeatures TotpRegistry registry, @ForFeatures Accounts accounts, EncryptionAtRest encryption,
			TokenGenerator tokens, ObjectProvider<Clock> clock, @ForFeatures Limits limits, FaroeDatabase database,
			TotpEnrolmentProperties properties, Environment environment) {
		return new TotpEnrolmentService(enrolments, registry, accounts, encryption, tokens,
				clock.getIfUnique(Clock::systemUTC), limits.totpEnrolment(), database.transaction(),
				properties.issuer(environment.getProperty("spring.application.name")));
	}

}

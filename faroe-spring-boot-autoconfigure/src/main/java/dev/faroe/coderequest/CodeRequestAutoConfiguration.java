package dev.faroe.coderequest;

import java.time.Clock;

import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.password.hashing.Argon2Properties;
import dev.faroe.password.hashing.MigratingPasswordEncoder;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for requests with a code, of whatever kind.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
@EnableConfigurationProperties(CodeRequestProperties.class)
final class CodeRequestAutoConfiguration {

	@ForFeatures
	@Bean(defaultCandidate = false)
	CodeRequestFactory faroeCodeRequestFactory(FaroeDatabase database, @ForFeatures Accounts accounts,
			TokenGenerator tokens, ObjectProvider<Clock> clock, FaroeEvents events, CodeRequestProperties properties) {
		return new CodeRequestFactory(database, accounts, tokens, clock.getIfUnique(Clock::systemUTC), events,
				properties.requestAttempts());
	}

	/**
	 * Codes are hashed with Argon2id whatever encoder the application has for passwords,
	 * with that of Faroe if it has none, which chooses an engine.
	 */
	@ForFeatures
	@Bean(defaultCandidate = false)
	StoredCode faroeHashedCode(PasswordHasher hasher, Argon2Properties argon2,
			@Qualifier(MigratingPasswordEncoder.BEAN_NAME) ObjectProvider<MigratingPasswordEncoder> encoder) {
		return StoredCode.hashed(hasher.sharingThreads(
				encoder.stream().map(MigratingPasswordEncoder::current).findFirst().orElseGet(argon2::encoder)));
	}

}

package dev.faroe.user;

import java.time.Clock;

import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.password.NewPasswords;
import dev.faroe.password.PasswordService;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.StoredCodes;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for users.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
@EnableConfigurationProperties(UserProperties.class)
final class UserAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	UserRepository faroeUserRepository(FaroeDatabase database, @ForFeatures SecondFactors factors) {
		return database.repository(UserRepository.class, new SqlUserLookup(database, factors),
				new SqlUserListing(database, factors));
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	NewUsers faroeNewUsers(UserRepository users, @ForFeatures Accounts accounts, NewPasswords newPasswords,
			EncryptionAtRest encryption, TokenGenerator tokens, ObjectProvider<Clock> clock, UserProperties properties,
			FaroeEvents publisher) {
		return new NewUsers(users, accounts, newPasswords, new RecoveryCodes(users, encryption), tokens,
				clock.getIfUnique(Clock::systemUTC), properties.emailRequired(), FaroeEvents.guarded(publisher));
	}

	@Bean
	@ConditionalOnMissingBean
	UserService faroeUserService(UserRepository users, @ForFeatures Accounts accounts, PasswordService passwords,
			@ForFeatures NewUsers newUsers, FaroeDatabase database, EncryptionAtRest encryption, TokenGenerator tokens,
			UserProperties properties, FaroeEvents publisher, ObjectProvider<Clock> clock) {
		FaroeEvents events = FaroeEvents.guarded(publisher);
		RecoveryCodes recoveryCodes = new RecoveryCodes(users, encryption);
		UserImporter importer = new UserImporter(users, new SqlUserImport(database), passwords, tokens,
				StoredCodes.ofRecovery(encryption), clock.getIfUnique(Clock::systemUTC));
		return new UserService(users, accounts, newUsers, importer, passwords, recoveryCodes, properties.maxPerPage(),
				events);
	}

}

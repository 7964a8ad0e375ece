package dev.faroe.accountstate;

import java.time.Clock;

import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the state of users.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class AccountStateAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AccountStateRepository faroeAccountStateRepository(FaroeDatabase database, @ForFeatures SecondFactors factors) {
		return database.repository(AccountStateRepository.class, new SqlAccountStateLookup(database, factors));
	}

	@Bean
	@ConditionalOnMissingBean
	AccountStateService faroeAccountStateService(AccountStateRepository states, @ForFeatures Accounts accounts,
			@ForFeatures AccountChanges changes, ObjectProvider<Clock> clock, FaroeDatabase database,
			FaroeEvents events) {
		return new AccountStateService(states, accounts, changes, clock.getIfUnique(Clock::systemUTC),
				database.transaction(), events);
	}

}

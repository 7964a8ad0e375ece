package dev.faroe.account;

import java.time.Clock;

import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for what features share about users.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class AccountAutoConfiguration {

	@ForFeatures
	@Bean(defaultCandidate = false)
	Accounts faroeAccounts(FaroeDatabase database, ObjectProvider<Clock> clock) {
		return new Accounts(database, clock.getIfUnique(Clock::systemUTC));
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	AccountChanges faroeAccountChanges(@ForFeatures Accounts accounts,
			@ForFeatures ObjectProvider<Voidable> voidables) {
		return new AccountChanges(accounts, voidables.orderedStream().toList());
	}

}

package dev.faroe.secondfactor;

import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the second factors of users, of whatever type.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class SecondFactorAutoConfiguration {

	@ForFeatures
	@Bean(defaultCandidate = false)
	SecondFactors faroeSecondFactors(ObjectProvider<SecondFactor> factors, @ForFeatures Accounts accounts,
			@ForFeatures AccountChanges changes, FaroeDatabase database, FaroeEvents events) {
		return new SecondFactors(factors.orderedStream().toList(), accounts, changes, database, events);
	}

}

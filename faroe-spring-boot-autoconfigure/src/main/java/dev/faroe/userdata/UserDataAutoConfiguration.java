package dev.faroe.userdata;

import dev.faroe.account.ForFeatures;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the data of users.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
final class UserDataAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	UserDataRepository faroeUserDataRepository(FaroeDatabase database) {
		return database.repository(UserDataRepository.class);
	}

	@Bean
	@ConditionalOnMissingBean
	UserDataService faroeUserDataService(UserDataRepository users, @ForFeatures ObjectProvider<UserDataPart> parts,
			FaroeDatabase database) {
		return new UserDataService(users, parts.orderedStream().toList(), database.transaction());
	}

}

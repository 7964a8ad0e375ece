package dev.faroe.autoconfigure;

import java.time.Clock;

import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.account.Voidable;
import dev.faroe.coderequest.CodeRequestFactory;
import dev.faroe.coderequest.CodeRequestProperties;
import dev.faroe.event.FaroeEvents;
import dev.faroe.event.QueuedEvents;
import dev.faroe.password.NewPasswords;
import dev.faroe.password.PasswordHasher;
import dev.faroe.password.PasswordRepository;
import dev.faroe.password.PasswordService;
import dev.faroe.ratelimit.Limits;
import dev.faroe.ratelimit.RateLimitAutoConfiguration;
import dev.faroe.secondfactor.SecondFactor;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.Reseeding;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.user.SqlUserImport;
import dev.faroe.user.SqlUserListing;
import dev.faroe.user.SqlUserLookup;
import dev.faroe.user.UserRepository;
import dev.faroe.user.UserService;
import dev.faroe.user.UserSettings;
import io.r2dbc.spi.ConnectionFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.data.r2dbc.repository.support.R2dbcRepositoryFactory;

/**
 * Auto-configuration for Faroe's repositories and services. Every bean backs off for one
 * of the application's own.
 */
@AutoConfiguration(after = { R2dbcAutoConfiguration.class, FaroePasswordAutoConfiguration.class,
		RateLimitAutoConfiguration.class })
@ConditionalOnClass({ ConnectionFactory.class, R2dbcRepositoryFactory.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ FaroeProperties.class, CodeRequestProperties.class })
public final class FaroeAutoConfiguration {

	private static final Log logger = LogFactory.getLog(FaroeAutoConfiguration.class);

	@Bean
	FaroeConnections faroeConnections(@FaroeConnectionFactory ObjectProvider<ConnectionFactory> marked,
			ObjectProvider<ConnectionFactory> connectionFactories, FaroeProperties properties) {
		return FaroeConnections.choose(properties.r2dbc(), marked, connectionFactories);
	}

	@Bean
	@DependsOnDatabaseInitialization
	FaroeDatabase faroeDatabase(FaroeConnections connections, FaroeProperties properties) {
		return new FaroeDatabase(connections.factory(), properties.r2dbc().tables(),
				properties.r2dbc().countingTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	FaroeSchemaInitializer faroeSchemaInitializer(FaroeConnections connections, FaroeProperties properties) {
		FaroeProperties.R2dbc r2dbc = properties.r2dbc();
		return new FaroeSchemaInitializer(connections.factory(), r2dbc.initializeSchema(), r2dbc.tables());
	}

	@Bean
	@ConditionalOnMissingBean
	UserRepository faroeUserRepository(FaroeDatabase database, @ForFeatures SecondFactors factors) {
		return database.repository(UserRepository.class, new SqlUserLookup(database, factors),
				new SqlUserListing(database, factors), new SqlUserImport(database));
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordRepository faroePasswordRepository(FaroeDatabase database) {
		return database.repository(PasswordRepository.class);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	Accounts faroeAccounts(FaroeDatabase database) {
		return new Accounts(database);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	SecondFactors faroeSecondFactors(ObjectProvider<SecondFactor> factors, @ForFeatures Accounts accounts,
			FaroeDatabase database, FaroeEvents events) {
		return new SecondFactors(factors.orderedStream().toList(), accounts, database, events);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	AccountChanges faroeAccountChanges(@ForFeatures Accounts accounts,
			@ForFeatures ObjectProvider<Voidable> voidables) {
		return new AccountChanges(accounts, voidables.orderedStream().toList());
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	CodeRequestFactory faroeCodeRequestFactory(FaroeDatabase database, @ForFeatures Accounts accounts,
			TokenGenerator tokens, ObjectProvider<Clock> clock, FaroeEvents events, CodeRequestProperties properties) {
		return new CodeRequestFactory(database, accounts, tokens, clock.getIfUnique(Clock::systemUTC), events,
				properties.requestAttempts());
	}

	@Bean
	@ConditionalOnMissingBean
	TokenGenerator faroeTokenGenerator() {
		return new TokenGenerator();
	}

	@Bean
	@ConditionalOnMissingBean
	Reseeding faroeReseeding() {
		return new Reseeding();
	}

	@Bean
	@ConditionalOnMissingBean
	EncryptionAtRest faroeEncryptionAtRest(FaroeProperties properties) {
		EncryptionAtRest encryption = new EncryptionAtRest(EncryptionKeys.parse(properties.encryption().keys()));
		if (!encryption.isEnabled()) {
			logger.info("TOTP keys, recovery codes and email codes are stored unencrypted, because"
					+ " faroe.encryption.keys is not set");
		}
		return encryption;
	}

	@Bean
	@ConditionalOnMissingBean(FaroeEvents.class)
	QueuedEvents faroeEvents(ApplicationEventPublisher publisher, ObjectProvider<Clock> clock,
			FaroeProperties properties) {
		return new QueuedEvents(publisher, clock.getIfUnique(Clock::systemUTC), properties.events().queueCapacity());
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordService faroePasswordService(PasswordRepository passwords, NewPasswords newPasswords,
			PasswordHasher passwordHasher, @ForFeatures AccountChanges changes, @ForFeatures Limits limits,
			FaroeDatabase database, FaroeProperties properties, FaroeEvents events) {
		return new PasswordService(passwords, newPasswords, passwordHasher, changes, limits, database.transaction(),
				properties.authentication().revealUnknownEmail(), events);
	}

	@Bean
	@ConditionalOnMissingBean
	UserService faroeUserService(UserRepository users, @ForFeatures Accounts accounts, PasswordService passwords,
			NewPasswords newPasswords, EncryptionAtRest encryption, TokenGenerator tokens, ObjectProvider<Clock> clock,
			FaroeProperties properties, FaroeEvents events) {
		FaroeProperties.Users settings = properties.users();
		return new UserService(users, accounts, passwords, newPasswords, encryption, tokens,
				clock.getIfUnique(Clock::systemUTC), new UserSettings(settings.emailRequired(), settings.maxPerPage()),
				events);
	}

}

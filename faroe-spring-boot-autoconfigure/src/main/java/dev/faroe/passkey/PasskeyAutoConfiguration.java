package dev.faroe.passkey;

import java.net.URI;
import java.time.Clock;
import java.util.concurrent.Executors;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import dev.faroe.account.AccountChanges;
import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Limits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.userdata.UserDataPart;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for passkeys.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnClass(WebAuthnManager.class)
@ConditionalOnBean(FaroeDatabase.class)
@ConditionalOnBooleanProperty("faroe.passkeys.enabled")
@EnableConfigurationProperties(PasskeyProperties.class)
final class PasskeyAutoConfiguration {

	private static final Log logger = LogFactory.getLog(PasskeyAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	PasskeyRepository faroePasskeyRepository(FaroeDatabase database) {
		return database.repository(PasskeyRepository.class);
	}

	@Bean
	@ConditionalOnMissingBean
	ChallengeRepository faroePasskeyChallengeRepository(FaroeDatabase database) {
		return database.repository(ChallengeRepository.class);
	}

	@Bean
	@ConditionalOnMissingBean
	PasskeyFactor faroePasskeyFactor(PasskeyRepository passkeys) {
		return new PasskeyFactor(passkeys);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	UserDataPart faroePasskeyData(PasskeyRepository passkeys) {
		return (data) -> passkeys.findByUserId(data.account().id())
			.map(StoredPasskey::data)
			.collectList()
			.map(data::withPasskeys);
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	Challenges faroePasskeyChallenges(ChallengeRepository rows, FaroeDatabase database, TokenGenerator tokens,
			ObjectProvider<Clock> clock) {
		return new Challenges(rows, database.separately(), tokens, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	CeremonyThreads faroePasskeyThreads(PasskeyProperties properties) {
		return properties.startThreads(Runtime.getRuntime().availableProcessors());
	}

	@Bean
	Ceremonies faroePasskeyCeremonies(PasskeyProperties properties, ObjectProvider<TrustAnchorRepository> anchors) {
		return new Ceremonies(properties.requireRpId(), properties.allOrigins(), properties.requireAnchors(anchors));
	}

	/**
	 * Nobody's start waits for several hundred classes.
	 */
	@Bean
	ApplicationListener<ApplicationReadyEvent> faroePasskeyPreparation(Ceremonies ceremonies, CeremonyThreads threads) {
		return (ready) -> threads.run(Executors.callable(ceremonies::prepare))
			.subscribe(null, (failure) -> logger.error("Passkeys cannot be verified", failure));
	}

	@Bean
	@ConditionalOnMissingBean
	PasskeyService faroePasskeyService(PasskeyRepository passkeys, @ForFeatures Challenges challenges,
			@ForFeatures Accounts accounts, @ForFeatures AccountChanges changes, EncryptionAtRest encryption,
			TokenGenerator tokens, ObjectProvider<Clock> clocks, FaroeDatabase database, @ForFeatures Limits limits,
			Ceremonies ceremonies, CeremonyThreads threads, PasskeyProperties properties, FaroeEvents publisher,
			Environment environment) {
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		FaroeEvents events = FaroeEvents.guarded(publisher);
		UserHandles handles = new UserHandles(passkeys, encryption, tokens);
		PasskeyRegistry registry = new PasskeyRegistry(passkeys, handles, accounts, changes, tokens, clock,
				database.transaction(), properties.maxPasskeys(), events);
		PasskeyVerification verification = new PasskeyVerification(passkeys, handles, challenges, ceremonies, threads,
				clock, events);
		return new PasskeyService(passkeys, registry, accounts, challenges, verification,
				new PasskeyOptions(properties.requireRpId(),
						properties.rpNameOr(environment.getProperty("spring.application.name")),
						properties.relatedOrigins().stream().map(URI::toString).toList(), properties.attestation()),
				limits.ofAddresses(properties.challengeLimit().limit()), database.transaction());
	}

}

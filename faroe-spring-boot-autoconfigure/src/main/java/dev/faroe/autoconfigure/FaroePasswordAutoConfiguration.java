package dev.faroe.autoconfigure;

import java.time.Clock;

import dev.faroe.account.ForFeatures;
import dev.faroe.coderequest.StoredCode;
import dev.faroe.password.Argon2Parameters;
import dev.faroe.password.Argon2idPasswordEncoder;
import dev.faroe.password.HashingListener;
import dev.faroe.password.MigratingPasswordEncoder;
import dev.faroe.password.NewPasswords;
import dev.faroe.password.PasswordHasher;
import dev.faroe.password.PasswordStrength;
import dev.faroe.password.PwnedPasswordChecker;
import dev.faroe.password.PwnedPasswordSettings;
import dev.faroe.ratelimit.Limits;
import dev.faroe.ratelimit.RateLimitAutoConfiguration;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration for hashing and judging passwords.
 * <p>
 * The encoder and the breach check are no candidates for injection by type alone: they
 * are beans that Spring Security would use for the log-in of the application itself.
 */
@AutoConfiguration(after = RateLimitAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(FaroeProperties.class)
public final class FaroePasswordAutoConfiguration {

	static final String ENCODER = "faroePasswordEncoder";

	static final String CHECKER = "faroeCompromisedPasswordChecker";

	@Bean(name = ENCODER, defaultCandidate = false)
	@ConditionalOnMissingBean(PasswordEncoder.class)
	MigratingPasswordEncoder faroePasswordEncoder(FaroeProperties properties) {
		return new MigratingPasswordEncoder(argon2id(properties));
	}

	private static Argon2idPasswordEncoder argon2id(FaroeProperties properties) {
		FaroeProperties.Argon2 argon2 = properties.password().argon2();
		Argon2Parameters parameters = new Argon2Parameters(Math.toIntExact(argon2.memory().toKilobytes()),
				argon2.iterations(), argon2.parallelism());
		return new Argon2idPasswordEncoder(parameters, argon2.engine());
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordHasher faroePasswordHasher(@Qualifier(ENCODER) ObjectProvider<PasswordEncoder> faroeEncoder,
			ObjectProvider<PasswordEncoder> applicationEncoder, ObjectProvider<HashingListener> listener,
			FaroeProperties properties) {
		FaroeProperties.Hashing hashing = properties.password().hashing();
		PasswordEncoder encoder = faroeEncoder.getIfAvailable(applicationEncoder::getObject);
		return new PasswordHasher(encoder, hashing.threadsOrDefault(), hashing.queueCapacity(), hashing.lowPriority(),
				listener.getIfAvailable(() -> HashingListener.NONE));
	}

	/**
	 * Codes are hashed with Argon2id whatever encoder the application has for passwords.
	 */
	@ForFeatures
	@Bean(defaultCandidate = false)
	StoredCode faroeHashedCode(PasswordHasher hasher, FaroeProperties properties) {
		return StoredCode.hashed(hasher.sharingThreads(argon2id(properties)));
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordStrength faroePasswordStrength(
			@Qualifier(CHECKER) ObjectProvider<ReactiveCompromisedPasswordChecker> faroeChecker,
			ObjectProvider<ReactiveCompromisedPasswordChecker> applicationChecker, FaroeProperties properties) {
		return new PasswordStrength(faroeChecker.getIfAvailable(applicationChecker::getIfAvailable),
				properties.password().rejectCommon());
	}

	@Bean
	@ConditionalOnMissingBean
	NewPasswords faroeNewPasswords(PasswordStrength strength, PasswordHasher hasher, @ForFeatures Limits limits) {
		return new NewPasswords(strength, hasher, limits);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebClient.class, HttpClient.class })
	@ConditionalOnBooleanProperty(name = "faroe.password.breach-check.enabled", matchIfMissing = true)
	static class BreachCheckConfiguration {

		@Bean(name = CHECKER, defaultCandidate = false)
		@ConditionalOnMissingBean(ReactiveCompromisedPasswordChecker.class)
		PwnedPasswordChecker faroeCompromisedPasswordChecker(FaroeProperties properties, ObjectProvider<Clock> clock) {
			FaroeProperties.BreachCheck check = properties.password().breachCheck();
			PwnedPasswordSettings settings = new PwnedPasswordSettings(check.baseUrl(), check.timeout(),
					check.addPadding(), check.onFailure(), check.failureThreshold(), check.openDuration());
			return new PwnedPasswordChecker(settings, clock.getIfUnique(Clock::systemUTC));
		}

		@Bean
		@ConditionalOnMissingBean
		BreachCheckPreparation faroeBreachCheckPreparation(
				@Qualifier(CHECKER) ObjectProvider<PwnedPasswordChecker> checker) {
			return new BreachCheckPreparation(checker);
		}

	}

}

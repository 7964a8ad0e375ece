package dev.faroe.password.hashing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Auto-configuration for hashing passwords. The encoder is no candidate for injection by
 * type alone: Spring Security would use it for the log-in of the application itself.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ Argon2Properties.class, HashingProperties.class })
final class HashingAutoConfiguration {

	@Bean(name = MigratingPasswordEncoder.BEAN_NAME, defaultCandidate = false)
	@ConditionalOnMissingBean(PasswordEncoder.class)
	MigratingPasswordEncoder faroePasswordEncoder(Argon2Properties argon2) {
		return new MigratingPasswordEncoder(argon2.encoder());
	}

	@Bean
	@ConditionalOnMissingBean
	PasswordHasher faroePasswordHasher(
			@Qualifier(MigratingPasswordEncoder.BEAN_NAME) ObjectProvider<PasswordEncoder> faroeEncoder,
			ObjectProvider<PasswordEncoder> applicationEncoder, ObjectProvider<HashingListener> listener,
			HashingProperties hashing) {
		PasswordEncoder encoder = faroeEncoder.getIfAvailable(applicationEncoder::getObject);
		return new PasswordHasher(encoder, hashing.threadsOrDefault(), hashing.queueCapacity(), hashing.lowPriority(),
				listener.getIfAvailable(() -> HashingListener.NONE));
	}

	@Bean
	@ConditionalOnBean(name = MigratingPasswordEncoder.BEAN_NAME, value = PasswordHasher.class)
	EngineChoice faroeEngineChoice(@Qualifier(MigratingPasswordEncoder.BEAN_NAME) PasswordEncoder encoder,
			PasswordHasher hasher) {
		// The application may have a bean of its own under the name.
		return new EngineChoice((encoder instanceof MigratingPasswordEncoder own) ? own.current() : null, hasher);
	}

}

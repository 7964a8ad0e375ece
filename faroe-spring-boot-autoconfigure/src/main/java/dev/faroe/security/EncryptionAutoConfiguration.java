package dev.faroe.security;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for what generates and encrypts secrets.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(EncryptionProperties.class)
final class EncryptionAutoConfiguration {

	private static final Log logger = LogFactory.getLog(EncryptionAutoConfiguration.class);

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
	EncryptionAtRest faroeEncryptionAtRest(EncryptionProperties properties) {
		EncryptionAtRest encryption = new EncryptionAtRest(EncryptionKeys.parse(properties.keys()));
		if (!encryption.isEnabled()) {
			logger.info("TOTP keys, recovery codes and email codes are stored unencrypted, because"
					+ " faroe.encryption.keys is not set");
		}
		return encryption;
	}

}

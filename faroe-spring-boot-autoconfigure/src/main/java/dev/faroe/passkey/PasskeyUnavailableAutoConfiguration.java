package dev.faroe.passkey;

import dev.faroe.FaroeConfigurationException;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for an application that asks for passkeys without what verifies
 * them: it does not start.
 */
@AutoConfiguration
@ConditionalOnMissingClass("com.webauthn4j.WebAuthnManager")
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("faroe.passkeys.enabled")
final class PasskeyUnavailableAutoConfiguration {

	@Bean
	static InitializingBean faroePasskeysUnavailable() {
		return () -> {
			throw new FaroeConfigurationException(
					"faroe.passkeys.enabled is true, but there is nothing to verify passkeys with.",
					"Add com.webauthn4j:webauthn4j-core to the class path, or set faroe.passkeys.enabled to false.");
		};
	}

}

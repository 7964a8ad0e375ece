package dev.faroe.login.servlet;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Log-in of Faroe's users to an application on the servlet stack.
 *
 * @param timeout How long a log-in may keep a thread of the servlet container, up to 10
 * minutes. After that it fails.
 */
@ConfigurationProperties("faroe.security.authentication-manager")
record ServletLogInProperties(@DefaultValue("30s") Duration timeout) {

	private static final Duration MAXIMUM = Duration.ofMinutes(10);

	ServletLogInProperties {
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(MAXIMUM) <= 0,
				"timeout must be positive and at most 10 minutes");
	}

}

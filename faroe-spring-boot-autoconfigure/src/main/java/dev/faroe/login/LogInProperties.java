package dev.faroe.login;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Log-in of Faroe's users to the application.
 *
 * @param enabled Whether the log-in of the application, such as a form or HTTP Basic, is
 * for Faroe's users.
 * @param secondFactor What becomes of a right password of a user who has a second factor:
 * reject, or allow for an application that asks for the second factor itself.
 */
@ConfigurationProperties("faroe.security.authentication-manager")
record LogInProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("reject") SecondFactorPolicy secondFactor) {
}

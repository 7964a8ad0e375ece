package dev.faroe.password;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a host application sets about authentication.
 *
 * @param revealUnknownEmail Whether an unknown email address is answered with
 * USER_NOT_EXISTS. If not, it is answered like a wrong password, after the same work.
 * @param revealDisabled Whether the right password of a disabled user is answered with
 * USER_DISABLED. If not, it is answered like a wrong password.
 */
@ConfigurationProperties("faroe.authentication")
record AuthenticationProperties(@DefaultValue("true") boolean revealUnknownEmail,
		@DefaultValue("false") boolean revealDisabled) {
}

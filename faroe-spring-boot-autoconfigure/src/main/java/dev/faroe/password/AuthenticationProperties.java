package dev.faroe.password;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a host application sets about authentication.
 *
 * @param revealUnknownEmail Whether an unknown email address is answered with
 * USER_NOT_EXISTS. If not, it is answered like a wrong password, after the same work.
 */
@ConfigurationProperties("faroe.authentication")
record AuthenticationProperties(@DefaultValue("true") boolean revealUnknownEmail) {
}

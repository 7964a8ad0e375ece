package dev.faroe.password;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a host application sets about passwords.
 *
 * @param rejectCommon Whether passwords on the bundled list of common passwords are
 * rejected.
 */
@ConfigurationProperties("faroe.password")
record PasswordProperties(@DefaultValue("true") boolean rejectCommon) {
}

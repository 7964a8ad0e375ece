package dev.faroe.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a host application sets about Faroe as a whole.
 *
 * @param enabled Whether Faroe is set up at all.
 */
@ConfigurationProperties("faroe")
@Validated
record FaroeProperties(@DefaultValue("true") boolean enabled) {
}

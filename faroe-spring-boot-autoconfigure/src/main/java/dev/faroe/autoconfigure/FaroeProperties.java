package dev.faroe.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a host application sets about Faroe as a whole.
 *
 * @param enabled Whether Faroe is set up at all.
 */
@ConfigurationProperties("faroe")
record FaroeProperties(@DefaultValue("true") boolean enabled) {
}

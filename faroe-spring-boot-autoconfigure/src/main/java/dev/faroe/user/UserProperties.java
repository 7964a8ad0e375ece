package dev.faroe.user;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a host application sets about users.
 *
 * @param emailRequired Whether a user has to have an email address.
 * @param maxPerPage Greatest number of users on one page of a list.
 */
@ConfigurationProperties("faroe.users")
@Validated
record UserProperties(@DefaultValue("false") boolean emailRequired,
		@DefaultValue("1000") @Min(1) @Max(100_000) int maxPerPage) {
}

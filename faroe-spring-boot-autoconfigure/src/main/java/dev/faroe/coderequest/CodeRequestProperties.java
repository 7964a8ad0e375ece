package dev.faroe.coderequest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a host application sets about the attempts at the code of a request.
 *
 * @param requestAttempts Number of wrong codes that remove an email update or password
 * reset request.
 */
@ConfigurationProperties("faroe.rate-limit")
@Validated
record CodeRequestProperties(@DefaultValue("5") @Min(1) @Max(1000) int requestAttempts) {
}

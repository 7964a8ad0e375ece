package dev.faroe.event.publishing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Events that tell the application what happened to users.
 *
 * @param queueCapacity Number of changes, and of refusals such as a wrong password, that
 * may wait for the listeners of the application. Further ones are dropped.
 */
@ConfigurationProperties("faroe.events")
@Validated
record EventProperties(@DefaultValue("10000") @Min(1) @Max(1_000_000) int queueCapacity) {
}

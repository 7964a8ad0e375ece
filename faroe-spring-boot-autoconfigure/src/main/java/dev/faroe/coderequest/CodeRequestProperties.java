package dev.faroe.coderequest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What a host application sets about the attempts at the code of a request.
 *
 * @param requestAttempts Number of wrong codes that remove an email update or password
 * reset request.
 */
@ConfigurationProperties("faroe.rate-limit")
record CodeRequestProperties(@DefaultValue("5") int requestAttempts) {

	CodeRequestProperties {
		Assert.isTrue(requestAttempts >= 1 && requestAttempts <= 1000, "requestAttempts must be between 1 and 1000");
	}

}

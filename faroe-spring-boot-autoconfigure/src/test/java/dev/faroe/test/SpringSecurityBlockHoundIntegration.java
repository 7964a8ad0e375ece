package dev.faroe.test;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Spring Security read random bytes for the CSRF tokens of host applications.
 */
public final class SpringSecurityBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside(
				"org.springframework.security.web.server.csrf.XorServerCsrfTokenRequestAttributeHandler",
				"createXoredCsrfToken");
	}

}

package dev.faroe.test;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Lettuce take the lock that it takes for each command, on whatever thread, and
 * holds while it counts the command, and those of its threads when it ends them.
 */
public final class LettuceBlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		for (String method : new String[] { "incrementWriters", "doExclusive" }) {
			builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", method);
		}
		builder.allowBlockingCallsInside("io.lettuce.core.resource.DefaultClientResources", "shutdown");
		// Where the connection is kept: Spring Data looks it up for each command.
		builder.allowBlockingCallsInside("org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory",
				"doInLock");
	}

}

package dev.faroe.test;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets H2 work on the calling thread, as its driver does: the database is in the process.
 */
public final class H2BlockHoundIntegration implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		initialize("org.h2.message.DbException");
		for (String method : new String[] { "execute", "query", "update", "prepareCommand", "close",
				"disableAutoCommit", "enableAutoCommit" }) {
			builder.allowBlockingCallsInside("io.r2dbc.h2.client.SessionClient", method);
		}
		builder.allowBlockingCallsInside("io.r2dbc.h2.H2ConnectionFactory", "getSessionClient");
		builder.allowBlockingCallsInside("io.r2dbc.h2.H2ConnectionFactory", "lambda$new$0");
	}

	/**
	 * Reads its messages from the jar when it is first used, which is otherwise the first
	 * time that a statement fails.
	 */
	private static void initialize(String type) {
		try {
			Class.forName(type);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

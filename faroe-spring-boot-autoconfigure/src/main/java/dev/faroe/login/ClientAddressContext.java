package dev.faroe.login;

import reactor.util.context.Context;

/**
 * Tells log-ins from which address they come, where something else than a filter of
 * Faroe's knows it.
 */
public final class ClientAddressContext {

	private ClientAddressContext() {
	}

	/**
	 * Add the address of the client to the context in which a log-in is subscribed to.
	 * @param context the context
	 * @param address the address
	 * @return the context with the address
	 */
	public static Context with(Context context, String address) {
		return FaroeReactiveAuthenticationManager.withClientAddress(context, address);
	}

}

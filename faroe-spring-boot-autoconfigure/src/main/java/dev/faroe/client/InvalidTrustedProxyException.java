package dev.faroe.client;

/**
 * A trusted proxy is no address and no range of addresses.
 */
final class InvalidTrustedProxyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	static final String PROPERTY = "faroe.client-address.trusted-proxies";

	private final String proxy;

	private final String problem;

	InvalidTrustedProxyException(String proxy, IllegalArgumentException cause) {
		super("'" + proxy + "' in " + PROPERTY + ": " + cause.getMessage(), cause);
		this.proxy = proxy;
		this.problem = String.valueOf(cause.getMessage());
	}

	String proxy() {
		return this.proxy;
	}

	String problem() {
		return this.problem;
	}

}

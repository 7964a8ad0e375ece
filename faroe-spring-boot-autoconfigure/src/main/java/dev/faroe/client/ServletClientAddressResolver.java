package dev.faroe.client;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells from which address a request comes in an application on the servlet stack, as
 * {@link ClientAddressResolver} does in a reactive one.
 */
@FunctionalInterface
public interface ServletClientAddressResolver {

	/**
	 * Return the address of the client that made a request.
	 * @param request the request
	 * @return the address, or {@code null} if there is none, as with a Unix domain socket
	 */
	@Nullable String resolve(HttpServletRequest request);

	/**
	 * Create a resolver that believes nobody but proxies of yours, by the rule of
	 * {@link ClientAddressResolver#behind}. It looks at the request of the server: what a
	 * filter of the framework has put in the place of its address does not count. A
	 * server that replaces the address itself, with
	 * {@code server.forward-headers-strategy=native}, must not do that.
	 * @param trustedProxies IPv4 and IPv6 addresses of the proxies, and ranges of them in
	 * CIDR notation
	 * @return the resolver; without any proxies, it returns the address of the connection
	 * @throws IllegalArgumentException if one of them is no address or range, or is a
	 * range of every address
	 */
	static ServletClientAddressResolver behind(List<String> trustedProxies) {
		return new ServletTrustedProxies(TrustedProxies.of(trustedProxies));
	}

}

package dev.faroe.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * Tells from which address a request comes. Limits by address are worth as much as this
 * is true: what a client can choose is no address.
 */
@FunctionalInterface
public interface ClientAddressResolver {

	/**
	 * Return the address of the client that made a request.
	 * @param exchange the exchange
	 * @return the address, or {@code null} if there is none, as with a Unix domain socket
	 */
	@Nullable String resolve(ServerWebExchange exchange);

	/**
	 * Create a resolver that believes nobody but proxies of yours.
	 * <p>
	 * It begins with the address of the connection and goes through the addresses of
	 * {@code X-Forwarded-For} from right to left, which is the way back to the client, as
	 * long as the address at hand is a trusted proxy's. The first one that is not, is the
	 * client's. Anything further left is what the client says. Where an entry is no
	 * address, or there is none left, the address of the last trusted proxy stands for
	 * the client: never a text that the client can choose. {@code Forwarded} (RFC 7239)
	 * is not read: a proxy that writes one of the headers passes the other one on as the
	 * client wrote it.
	 * <p>
	 * With Reactor Netty, these are the connection and the header as they arrived,
	 * whatever {@code server.forward-headers-strategy} makes of the request.
	 * @param trustedProxies IPv4 and IPv6 addresses of the proxies, and ranges of them in
	 * CIDR notation
	 * @return the resolver; without any proxies, it returns the address of the connection
	 * @throws IllegalArgumentException if one of them is no address or range, or is a
	 * range of every address
	 */
	static ClientAddressResolver behind(List<String> trustedProxies) {
		return TrustedProxies.of(trustedProxies);
	}

}

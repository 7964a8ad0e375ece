package dev.faroe.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the rightmost address that no trusted proxy has. The work is bounded by what the
 * trusted proxies wrote: of what the client wrote, nothing but the last entry is looked
 * at, and only when a trusted proxy added none.
 */
final class TrustedProxies implements ClientAddressResolver {

	private final List<AddressRange> proxies;

	private TrustedProxies(List<AddressRange> proxies) {
		this.proxies = proxies;
	}

	static TrustedProxies of(List<String> proxies) {
		return new TrustedProxies(proxies.stream().map(AddressRange::parse).toList());
	}

	@Override
	public @Nullable String resolve(ServerWebExchange exchange) {
		Arrival arrival = Arrival.of(exchange.getRequest());
		InetSocketAddress connection = arrival.connection();
		if (connection == null) {
			return null;
		}
		InetAddress peer = connection.getAddress();
		// Without one, what rewrote the request had a name, and did not resolve it.
		return (peer != null) ? walk(IpAddress.of(peer), arrival.forwardedFor()).toString()
				: connection.getHostString();
	}

	/**
	 * Go from the address of a connection back to that of the client.
	 * @param peer the address of the connection
	 * @param lines the lines of {@code X-Forwarded-For}
	 */
	IpAddress walk(IpAddress peer, List<String> lines) {
		IpAddress client = peer;
		for (int line = lines.size() - 1; line >= 0; line--) {
			String entries = lines.get(line);
			int end = entries.length();
			while (end >= 0) {
				if (!isTrusted(client)) {
					return client;
				}
				int start = (end > 0) ? entries.lastIndexOf(',', end - 1) + 1 : 0;
				IpAddress next = IpAddress.parseLenient(entries.substring(start, end));
				if (next == null) {
					return client;
				}
				client = next;
				end = start - 1;
			}
		}
		return client;
	}

	private boolean isTrusted(IpAddress address) {
		byte[] bytes = address.bytes();
		for (AddressRange proxy : this.proxies) {
			if (proxy.contains(bytes)) {
				return true;
			}
		}
		return false;
	}

}

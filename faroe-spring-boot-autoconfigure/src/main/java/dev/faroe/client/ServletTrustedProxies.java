package dev.faroe.client;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of a client in a request as the server made it, under all wrappers:
 * one of the framework puts the leftmost address of a header, which anybody can write, in
 * the place of that of the connection.
 */
final class ServletTrustedProxies implements ServletClientAddressResolver {

	private final TrustedProxies proxies;

	ServletTrustedProxies(TrustedProxies proxies) {
		this.proxies = proxies;
	}

	@Override
	public @Nullable String resolve(HttpServletRequest request) {
		ServletRequest original = request;
		while (original instanceof ServletRequestWrapper wrapper) {
			original = wrapper.getRequest();
		}
		String connection = original.getRemoteAddr();
		if (connection == null || connection.isEmpty()) {
			return null;
		}
		IpAddress peer = IpAddress.parseLenient(connection);
		return (peer != null) ? this.proxies.walk(peer, forwardedFor(original)).toString() : connection;
	}

	private static List<String> forwardedFor(ServletRequest request) {
		Enumeration<String> lines = (request instanceof HttpServletRequest http)
				? http.getHeaders(Arrival.FORWARDED_FOR) : null;
		return (lines != null) ? Collections.list(lines) : List.of();
	}

}

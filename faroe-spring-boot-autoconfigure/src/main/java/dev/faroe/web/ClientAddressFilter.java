package dev.faroe.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import dev.faroe.login.PasswordLogIn;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Tells log-ins from which address they come, which an authentication manager does not
 * get to know otherwise. Behind a proxy it is the proxy's address, unless the application
 * trusts forwarded headers: see {@code server.forward-headers-strategy}.
 */
public final class ClientAddressFilter implements WebFilter, Ordered {

	/**
	 * The order of the filter: before Spring Security's, which has -100.
	 */
	public static final int ORDER = -200;

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String address = address(exchange.getRequest().getRemoteAddress());
		Mono<Void> rest = chain.filter(exchange);
		return (address != null) ? rest.contextWrite((context) -> PasswordLogIn.withClientAddress(context, address))
				: rest;
	}

	/**
	 * What comes from a forwarded header is not resolved.
	 */
	private static @Nullable String address(@Nullable InetSocketAddress remote) {
		if (remote == null) {
			return null;
		}
		InetAddress address = remote.getAddress();
		return (address != null) ? address.getHostAddress() : remote.getHostString();
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}

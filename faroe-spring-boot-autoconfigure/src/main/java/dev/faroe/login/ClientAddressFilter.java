package dev.faroe.login;

import dev.faroe.client.ClientAddressResolver;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Tells log-ins from which address they come and in which language, which an
 * authentication manager does not get to know otherwise.
 */
final class ClientAddressFilter implements WebFilter, Ordered {

	/**
	 * The order of the filter: before Spring Security's, which has -100.
	 */
	public static final int ORDER = -200;

	private final ClientAddressResolver addresses;

	ClientAddressFilter(ClientAddressResolver addresses) {
		this.addresses = addresses;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String address = this.addresses.resolve(exchange);
		LogInRequest request = new LogInRequest(address, () -> exchange.getLocaleContext().getLocale());
		return chain.filter(exchange)
			.contextWrite((context) -> request.putInto(
					(address != null) ? FaroeReactiveAuthenticationManager.withoutClientAddress(context) : context));
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}

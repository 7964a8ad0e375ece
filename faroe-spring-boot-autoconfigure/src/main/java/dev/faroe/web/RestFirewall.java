package dev.faroe.web;

import reactor.core.publisher.Mono;

import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.web.server.ServerWebExchange;

/**
 * Lets requests through as they are that Faroe answers and whose path has nothing in it
 * that could be read in two ways: the firewall would find nothing, and take longer for
 * each than routing does. All others meet Spring Security's own.
 */
final class RestFirewall implements ServerWebExchangeFirewall {

	private final FaroeExchanges exchanges;

	private final ServerWebExchangeFirewall others = new StrictServerWebExchangeFirewall();

	RestFirewall(FaroeExchanges exchanges) {
		this.exchanges = exchanges;
	}

	@Override
	public Mono<ServerWebExchange> getFirewalledExchange(ServerWebExchange exchange) {
		if (!isPlain(exchange.getRequest().getPath().value())) {
			return this.others.getFirewalledExchange(exchange);
		}
		return this.exchanges.isDocumented(exchange)
			.flatMap((documented) -> documented ? Mono.just(exchange) : this.others.getFirewalledExchange(exchange));
	}

	/**
	 * Tell whether a path has nothing but letters and digits of ASCII, hyphens,
	 * underscores and single slashes.
	 */
	static boolean isPlain(String path) {
		char previous = 0;
		for (int index = 0; index < path.length(); index++) {
			char character = path.charAt(index);
			boolean plain = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
					|| (character >= '0' && character <= '9') || character == '-' || character == '_'
					|| (character == '/' && previous != '/');
			if (!plain) {
				return false;
			}
			previous = character;
		}
		return true;
	}

}

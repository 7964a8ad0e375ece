package dev.faroe.client;

import java.util.List;

import dev.faroe.FaroeConfigurationException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Addresses of clients, as the application and its log-in see them. In the REST API they
 * come with the requests, as client_ip.
 *
 * @param trustedProxies IPv4 and IPv6 addresses of your proxies, and ranges of them in
 * CIDR notation. The address of a client is the rightmost one in X-Forwarded-For that is
 * none of theirs. Without any, it is the address of the connection.
 */
@ConfigurationProperties("faroe.client-address")
record ClientAddressProperties(@DefaultValue List<String> trustedProxies) {

	/**
	 * Require that every one of the proxies is an address or a range of addresses.
	 */
	void requireRanges() {
		for (String proxy : this.trustedProxies) {
			try {
				AddressRange.parse(proxy);
			}
			catch (IllegalArgumentException ex) {
				throw new FaroeConfigurationException(
						"'" + proxy + "' in faroe.client-address.trusted-proxies is not an address or range to trust: "
								+ ex.getMessage() + ".",
						"Set faroe.client-address.trusted-proxies to the IPv4 and IPv6 addresses of your proxies,"
								+ " or ranges of them such as 10.0.0.0/8, or remove it if there are none.");
			}
		}
	}

}

package dev.faroe.client;

import java.util.List;

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
}

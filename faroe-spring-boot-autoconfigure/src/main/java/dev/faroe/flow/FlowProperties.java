package dev.faroe.flow;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Sign-up, password reset, change of address and log-in by emailed code, as flows.
 *
 * @param enabled Whether the flows are there. They need faroe.delivery.enabled.
 * @param capacity Number of requests that are worked on after they were answered, each of
 * them with a password to hash or a mail to write at most.
 * @param failureTime Time that the answer to a wrong code takes at least, whether there
 * is a right one or not, and the answer with a one-time token, whether there is an
 * account or not.
 * @param linkBase Address of the application as its users see it, such as
 * https://shop.example, with the context path if there is one: mails about log-ins then
 * have a link beside the code. Never taken from a request, whose headers anybody can
 * write.
 */
@ConfigurationProperties("faroe.flows")
record FlowProperties(@DefaultValue("false") boolean enabled, @DefaultValue("256") int capacity,
		@DefaultValue("300ms") Duration failureTime, @Nullable URI linkBase) {

	private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

	FlowProperties {
		Assert.isTrue(capacity >= 1, "capacity must be positive");
		Assert.isTrue(!failureTime.isNegative() && failureTime.compareTo(Duration.ofSeconds(10)) <= 0,
				"failureTime must be between 0 and 10 seconds");
		Assert.isTrue(linkBase == null || isBase(linkBase),
				"linkBase must be an address such as https://shop.example, without a slash or a query at the end");
	}

	private static boolean isBase(URI address) {
		String host = address.getHost();
		boolean secret = "https".equalsIgnoreCase(address.getScheme())
				|| "http".equalsIgnoreCase(address.getScheme()) && OWN_MACHINE.contains(host);
		return host != null && secret && address.getRawUserInfo() == null && address.getRawQuery() == null
				&& address.getRawFragment() == null && !address.getRawPath().endsWith("/");
	}

}

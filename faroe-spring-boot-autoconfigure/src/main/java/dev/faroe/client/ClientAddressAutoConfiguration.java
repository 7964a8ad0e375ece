package dev.faroe.client;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.WebFilter;

/**
 * Auto-configuration for the addresses of clients.
 */
@AutoConfiguration
@ConditionalOnClass(WebFilter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ClientAddressProperties.class)
final class ClientAddressAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ClientAddressAutoConfiguration.class);

	private static final String STRATEGY = "server.forward-headers-strategy";

	@Bean
	@ConditionalOnMissingBean
	ClientAddressResolver faroeClientAddressResolver(ClientAddressProperties properties, ApplicationContext context) {
		properties.requireRanges();
		if (isRewritten(context)) {
			logger.warn("Clients can choose the address that Faroe takes for theirs: " + STRATEGY
					+ " replaces the address of the connection, which Faroe gets to know from Reactor Netty alone."
					+ " Set it to none, and faroe.client-address.trusted-proxies to the addresses of your proxies.");
		}
		return ClientAddressResolver.behind(properties.trustedProxies());
	}

	private static boolean isRewritten(ApplicationContext context) {
		String strategy = context.getEnvironment().getProperty(STRATEGY, "none");
		return !strategy.equalsIgnoreCase("none")
				&& !ClassUtils.isPresent("reactor.netty.http.server.HttpServerRequest", context.getClassLoader());
	}

}

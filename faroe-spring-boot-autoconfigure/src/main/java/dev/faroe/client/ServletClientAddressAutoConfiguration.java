package dev.faroe.client;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for the addresses of clients of an application on the servlet stack.
 */
@AutoConfiguration
@ConditionalOnClass(HttpServletRequest.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ClientAddressProperties.class)
final class ServletClientAddressAutoConfiguration {

	private static final Log logger = LogFactory.getLog(ServletClientAddressAutoConfiguration.class);

	private static final String STRATEGY = "server.forward-headers-strategy";

	@Bean
	@ConditionalOnMissingBean
	ServletClientAddressResolver faroeServletClientAddressResolver(ClientAddressProperties properties,
			Environment environment) {
		properties.requireRanges();
		if (isRewrittenByServer(environment)) {
			logger.warn("Clients may be able to choose the address that Faroe takes for theirs: the server replaces the"
					+ " address of the connection, because of " + STRATEGY + " or of the cloud platform."
					+ " Set it to none or framework, and faroe.client-address.trusted-proxies to the addresses of your"
					+ " proxies.");
		}
		return ServletClientAddressResolver.behind(properties.trustedProxies());
	}

	/**
	 * As Boot decides it.
	 */
	private static boolean isRewrittenByServer(Environment environment) {
		String strategy = environment.getProperty(STRATEGY);
		if (strategy != null) {
			return strategy.equalsIgnoreCase("native");
		}
		CloudPlatform platform = CloudPlatform.getActive(environment);
		return platform != null && platform.isUsingForwardHeaders();
	}

}

package dev.faroe.web;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;

/**
 * Auto-configuration that says why there is no REST API although it is enabled. The
 * services are there all the same, so that the application can start.
 */
@AutoConfiguration(after = RestAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("faroe.rest.enabled")
@ConditionalOnMissingBean(type = "dev.faroe.web.FaroeRoutes")
final class RestUnavailableAutoConfiguration {

	private static final Log logger = LogFactory.getLog(RestUnavailableAutoConfiguration.class);

	RestUnavailableAutoConfiguration() {
		logger.warn("faroe.rest.enabled is true, but there is no REST API, because it needs a reactive web application:"
				+ " add spring-boot-starter-webflux and, where Spring MVC is present too, set"
				+ " spring.main.web-application-type to reactive; or set faroe.rest.enabled to false."
				+ " Faroe's services are available.");
	}

}

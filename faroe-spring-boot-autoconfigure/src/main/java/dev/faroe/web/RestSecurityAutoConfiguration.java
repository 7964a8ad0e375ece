package dev.faroe.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Auto-configuration for the REST API in an application that Spring Security protects.
 * <p>
 * Spring Security and Boot protect the whole application when there is no
 * {@link SecurityWebFilterChain}, and leave that to the application as soon as there is
 * one. Faroe's must not be the one that opens the doors: this configuration comes last,
 * so that it does not count for the conditions of others, and stands in for the default.
 */
@AutoConfiguration(after = RestAutoConfiguration.class,
		afterName = "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ SecurityWebFilterChain.class, ServerHttpSecurity.class, DispatcherHandler.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean({ FaroeRoutes.class, WebFilterChainProxy.class })
final class RestSecurityAutoConfiguration {

	/**
	 * Protects what is not Faroe's as Spring Security does without any chain. Has to stay
	 * above the other one, for which its condition would fail.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnMissingBean(SecurityWebFilterChain.class)
	SecurityWebFilterChain faroeDefaultSecurityWebFilterChain(ServerHttpSecurity http) {
		return http.authorizeExchange((authorize) -> authorize.anyExchange().authenticated())
			.httpBasic(Customizer.withDefaults())
			.formLogin(Customizer.withDefaults())
			.build();
	}

	/**
	 * Leaves Faroe's requests to Faroe's credential. What only looks like one, below the
	 * base path, stays under the protection of the application.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 100)
	@ConditionalOnMissingBean(name = "faroeSecurityWebFilterChain")
	RestSecurityFilterChain faroeSecurityWebFilterChain(FaroeExchanges exchanges) {
		return new RestSecurityFilterChain(exchanges);
	}

	/**
	 * Belongs to the chain: one of the application's own may count on the firewall.
	 */
	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RestSecurityFilterChain.class)
	ServerWebExchangeFirewall faroeServerWebExchangeFirewall(FaroeExchanges exchanges) {
		return new RestFirewall(exchanges);
	}

}

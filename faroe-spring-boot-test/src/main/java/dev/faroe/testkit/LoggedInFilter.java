package dev.faroe.testkit;

import java.time.Clock;
import java.time.Instant;

import dev.faroe.accountstate.AccountState;
import dev.faroe.login.FaroeAuthentication;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;

/**
 * Makes requests those of a user who is logged in: for Spring Security, and for whoever
 * looks at the session, which gets the log-in only then.
 */
final class LoggedInFilter implements WebFilter {

	private static final String SESSION_ATTRIBUTE = WebSessionServerSecurityContextRepository.DEFAULT_SPRING_SECURITY_CONTEXT_ATTR_NAME;

	private final FaroeUserMutator user;

	LoggedInFilter(FaroeUserMutator user) {
		this.user = user;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		FaroeAuthentication logIn = this.user.logIn(now(exchange.getApplicationContext()));
		SecurityContext securityContext = new SecurityContextImpl(logIn);
		AccountState state = this.user.state();
		return chain.filter(new ExchangeOfUser(exchange, securityContext))
			.contextWrite((context) -> (state != null) ? MockedUserStates.put(context, state) : context)
			.contextWrite(ReactiveSecurityContextHolder.withSecurityContext(Mono.just(securityContext)));
	}

	private static Instant now(@Nullable ApplicationContext application) {
		return (application != null) ? application.getBeanProvider(Clock.class).getIfUnique(Clock::systemUTC).instant()
				: Instant.now();
	}

	private static final class ExchangeOfUser extends ServerWebExchangeDecorator {

		private final Mono<WebSession> session;

		ExchangeOfUser(ServerWebExchange exchange, SecurityContext securityContext) {
			super(exchange);
			this.session = exchange.getSession()
				.doOnNext((session) -> session.getAttributes().put(SESSION_ATTRIBUTE, securityContext))
				.cache();
		}

		@Override
		public Mono<WebSession> getSession() {
			return this.session;
		}

	}

}

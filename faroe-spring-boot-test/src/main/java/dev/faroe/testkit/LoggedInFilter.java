package dev.faroe.testkit;

import java.time.Clock;
import java.time.Instant;

import dev.faroe.accountstate.AccountState;
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
 * Makes requests those of a user who is logged in, in a session, which gets the log-in
 * when somebody looks at it. Spring Security does not have to look for a user who is not
 * in the database.
 */
final class LoggedInFilter implements WebFilter {

	private static final String SESSION_ATTRIBUTE = WebSessionServerSecurityContextRepository.DEFAULT_SPRING_SECURITY_CONTEXT_ATTR_NAME;

	private final FaroeUserMutator user;

	LoggedInFilter(FaroeUserMutator user) {
		this.user = user;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		SecurityContext logIn = new SecurityContextImpl(this.user.logIn(now(exchange.getApplicationContext())));
		Mono<Void> filtered = chain.filter(new ExchangeOfUser(exchange, logIn));
		AccountState state = this.user.state();
		if (state == null) {
			// Only a session is asked whether it still counts.
			return filtered;
		}
		boolean known = isKitInUse(exchange.getApplicationContext());
		return filtered.contextWrite((context) -> known ? MockedUserStates.put(context, state) : context)
			.contextWrite(ReactiveSecurityContextHolder.withSecurityContext(Mono.just(logIn)));
	}

	private static boolean isKitInUse(@Nullable ApplicationContext application) {
		return application != null && application.getBeanProvider(MockedUserStates.class).getIfAvailable() != null;
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

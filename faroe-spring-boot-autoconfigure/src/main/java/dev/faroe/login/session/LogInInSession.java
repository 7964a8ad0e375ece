package dev.faroe.login.session;

import java.time.Instant;
import java.util.List;

import dev.faroe.accountstate.AccountState;
import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.FaroeUserDetails;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.web.server.WebSession;

/**
 * The log-in of one of Faroe's users that a session holds, where Spring Security keeps
 * it.
 *
 * @param authentication the log-in
 * @param user the user
 */
record LogInInSession(Authentication authentication, FaroeUserDetails user) {

	/** Where Spring Security keeps its context. */
	static final String ATTRIBUTE = WebSessionServerSecurityContextRepository.DEFAULT_SPRING_SECURITY_CONTEXT_ATTR_NAME;

	/** Where Spring Security keeps the page that was asked for. */
	private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

	/**
	 * Find the log-in of a session.
	 * @return the log-in, or {@code null} if there is none, or it is not one of Faroe's
	 */
	static @Nullable LogInInSession find(WebSession session) {
		return in(session.getAttribute(ATTRIBUTE));
	}

	/**
	 * Find the log-in in what a session has under {@link #ATTRIBUTE}.
	 * @return as {@link #find}
	 */
	static @Nullable LogInInSession in(@Nullable Object attribute) {
		return (attribute instanceof SecurityContext context) ? of(context.getAuthentication()) : null;
	}

	static @Nullable LogInInSession of(@Nullable Authentication authentication) {
		return (authentication != null && authentication.getPrincipal() instanceof FaroeUserDetails user)
				? new LogInInSession(authentication, user) : null;
	}

	/**
	 * Return the log-in with what the user has now.
	 */
	LogInInSession with(AccountState state) {
		return with(this.user.withState(state.secondFactors(), state.sessionsSince()));
	}

	/**
	 * Return the log-in as one that counts from another time on.
	 */
	LogInInSession since(Instant sessionsSince) {
		return with(this.user.withState(this.user.getSecondFactors(), sessionsSince));
	}

	private LogInInSession with(FaroeUserDetails current) {
		Authentication changed = (this.authentication instanceof FaroeAuthentication logIn) ? logIn.with(current)
				: this.authentication.toBuilder().principal(current).build();
		return new LogInInSession(changed, current);
	}

	/**
	 * Return when the log-in began: with the oldest of its proofs. Whoever has proved
	 * each of them anew has logged in anew.
	 */
	Instant begunAt(WebSession session) {
		Instant oldest = null;
		for (GrantedAuthority authority : this.authentication.getAuthorities()) {
			if (authority instanceof FactorGrantedAuthority proof
					&& (oldest == null || proof.getIssuedAt().isBefore(oldest))) {
				oldest = proof.getIssuedAt();
			}
		}
		return (oldest != null) ? oldest : session.getCreationTime();
	}

	boolean knows(AccountState state) {
		return this.user.getSecondFactors().equals(state.secondFactors());
	}

	void putInto(WebSession session) {
		session.getAttributes().put(ATTRIBUTE, new SecurityContextImpl(this.authentication));
	}

	/**
	 * Put the log-in into a session that nobody knows the id of. With Spring Session, the
	 * names of attributes are a copy, from which nothing can be removed.
	 */
	Mono<Void> beginIn(WebSession session) {
		return Mono.defer(() -> {
			LogInInSession former = find(session);
			if (former != null && !former.user().equals(this.user)) {
				List.copyOf(session.getAttributes().keySet())
					.stream()
					.filter((name) -> !name.equals(SAVED_REQUEST))
					.forEach(session.getAttributes()::remove);
			}
			putInto(session);
			return session.changeSessionId();
		});
	}

	/**
	 * Make a session that of a visitor, with another id and nothing in it.
	 */
	static Mono<Void> end(WebSession session) {
		return Mono.defer(() -> {
			session.getAttributes().clear();
			return session.changeSessionId();
		});
	}

}

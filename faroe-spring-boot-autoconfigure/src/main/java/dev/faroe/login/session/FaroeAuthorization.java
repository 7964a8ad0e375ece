package dev.faroe.login.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.faroe.accountstate.AccountState;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeAuthentication;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.authorization.RequiredFactorError;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.util.Assert;
import org.springframework.web.server.ServerWebExchange;

/**
 * Decides by what a user has proved, and by what the user has now. For
 * {@code authorizeExchange}, as in {@code .access(authorization.complete())}, and for
 * methods: <pre class="code">
 * &#064;PreAuthorize("@faroeAuthorization.provedWithin('10m')")
 * </pre>
 * <p>
 * Only a {@link FaroeAuthentication} counts: authorities with the names of factors in any
 * other authentication do not.
 */
public final class FaroeAuthorization {

	/** Where the decision about an exchange is for who answers it. */
	private static final String DECISION = FaroeAuthorization.class.getName() + ".decision";

	private final AccountStates states;

	private final Clock clock;

	FaroeAuthorization(AccountStates states, Clock clock) {
		this.states = states;
		this.clock = clock;
	}

	/**
	 * Return what asks for a complete log-in: everything has been proved that the user
	 * has now, and the session counts.
	 * @param <T> what access is asked to
	 * @return the manager
	 */
	public <T> ReactiveAuthorizationManager<T> complete() {
		return new FactorAuthorizationManager<>(Proof.ONCE, null);
	}

	/**
	 * Return what asks for a complete log-in and a recent proof: of a second factor if
	 * the user has one, otherwise of what the log-in began with.
	 * @param age how old the proof may be; of that age it is too old
	 * @param <T> what access is asked to
	 * @return the manager
	 */
	public <T> ReactiveAuthorizationManager<T> provedWithin(Duration age) {
		return new FactorAuthorizationManager<>(Proof.ONE, requirePositive(age));
	}

	/**
	 * As {@link #provedWithin(Duration)}, for expressions.
	 * @param age how old the proof may be, such as {@code 10m}
	 * @param <T> what access is asked to
	 * @return the manager
	 */
	public <T> ReactiveAuthorizationManager<T> provedWithin(String age) {
		return provedWithin(DurationFormatterUtils.detectAndParse(age));
	}

	/**
	 * Return what asks for a recent log-in with two factors: what it began with, and a
	 * second factor, have both been proved. Who proved them too long ago has to log in
	 * again (OWASP ASVS 5.0.0, 6.3.3 and 7.5.1). A user without a second factor is
	 * refused: there is no step that would help.
	 * @param age how old the older of the proofs may be; of that age it is too old
	 * @param <T> what access is asked to
	 * @return the manager
	 */
	public <T> ReactiveAuthorizationManager<T> bothProvedWithin(Duration age) {
		return new FactorAuthorizationManager<>(Proof.BOTH, requirePositive(age));
	}

	/**
	 * As {@link #bothProvedWithin(Duration)}, for expressions.
	 * @param age how old the older of the proofs may be, such as {@code 10m}
	 * @param <T> what access is asked to
	 * @return the manager
	 */
	public <T> ReactiveAuthorizationManager<T> bothProvedWithin(String age) {
		return bothProvedWithin(DurationFormatterUtils.detectAndParse(age));
	}

	private static Duration requirePositive(Duration age) {
		Assert.isTrue(age.compareTo(Duration.ZERO) > 0, "age must be positive");
		return age;
	}

	/**
	 * Find what was decided about an exchange, for who answers it.
	 * @param exchange the exchange
	 * @return the decision, or {@code null} if there is none
	 */
	public static @Nullable FactorAuthorizationDecision decisionAbout(ServerWebExchange exchange) {
		return exchange.getAttribute(DECISION);
	}

	private final class FactorAuthorizationManager<T> implements ReactiveAuthorizationManager<T> {

		private final Proof proof;

		private final @Nullable Duration age;

		FactorAuthorizationManager(Proof proof, @Nullable Duration age) {
			this.proof = proof;
			this.age = age;
		}

		@Override
		public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, T object) {
			return authentication.ofType(FaroeAuthentication.class)
				.flatMap(this::current)
				.map((logIn) -> decide(logIn))
				.defaultIfEmpty(missing(Factor.PASSWORD))
				.doOnNext((decision) -> tell(object, decision))
				.cast(AuthorizationResult.class);
		}

		/**
		 * A log-in that comes from a session has been checked with it.
		 */
		private Mono<FaroeAuthentication> current(FaroeAuthentication logIn) {
			return Mono.deferContextual((context) -> {
				CheckedSession session = CheckedSession.in(context);
				AccountState state = (session != null) ? session.state() : null;
				return (state != null && state.userId().equals(logIn.getPrincipal().getUserId())
						&& state.sessionsSince().equals(logIn.getPrincipal().getSessionsSince())) ? Mono.just(state)
								: FaroeAuthorization.this.states.ofSession(logIn.getPrincipal());
			}).map((state) -> logIn.with(logIn.getPrincipal().withState(state.secondFactors(), state.sessionsSince())));
		}

		private FactorAuthorizationDecision decide(FaroeAuthentication logIn) {
			String missing = logIn.missingFactor();
			if (missing != null) {
				return missing(missing);
			}
			List<String> second = logIn.getPrincipal().getSecondFactors().stream().map(Factor::ofType).toList();
			if (this.proof == Proof.BOTH && second.isEmpty()) {
				return missing(Factor.TOTP);
			}
			Instant provedAt = (this.proof == Proof.BOTH) ? logIn.bothProvedAt() : logIn.provedAt();
			boolean recent = this.age == null
					|| provedAt != null && FaroeAuthorization.this.clock.instant().isBefore(provedAt.plus(this.age));
			return recent ? new FactorAuthorizationDecision(List.of()) : expired(
					(this.proof == Proof.BOTH || second.isEmpty()) ? Factor.PASSWORD : second.get(0), this.age);
		}

		private static FactorAuthorizationDecision missing(String factor) {
			return new FactorAuthorizationDecision(
					List.of(RequiredFactorError.createMissing(RequiredFactor.withAuthority(factor).build())));
		}

		private static FactorAuthorizationDecision expired(String factor, @Nullable Duration age) {
			return new FactorAuthorizationDecision(List.of(RequiredFactorError
				.createExpired(RequiredFactor.withAuthority(factor).validDuration(age).build())));
		}

		private static void tell(Object object, FactorAuthorizationDecision decision) {
			ServerWebExchange exchange = (object instanceof AuthorizationContext context) ? context.getExchange()
					: (object instanceof ServerWebExchange same) ? same : null;
			if (exchange != null) {
				exchange.getAttributes().put(DECISION, decision);
			}
		}

	}

	/**
	 * Which proofs have to be recent ones.
	 */
	private enum Proof {

		ONCE, ONE, BOTH

	}

}

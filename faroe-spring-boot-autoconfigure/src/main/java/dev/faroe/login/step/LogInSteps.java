package dev.faroe.login.step;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.client.ClientAddressResolver;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.login.message.Failure;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.password.PasswordService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The steps of a log-in. Each proof goes into the session, which has another id from then
 * on; a log-in is complete once nothing is missing.
 */
final class LogInSteps {

	/** Set in a session to the time of the recovery, until its new code was shown. */
	static final String NEW_RECOVERY_CODE = LogInSteps.class.getName() + ".newRecoveryCode";

	private final UserService users;

	private final PasswordService passwords;

	private final RecoveryCodeService recoveryCodes;

	private final Map<String, CodeFactor> factors;

	private final FaroeSessions sessions;

	private final ClientAddressResolver addresses;

	private final StepParts parts;

	LogInSteps(UserService users, PasswordService passwords, RecoveryCodeService recoveryCodes,
			Map<String, CodeFactor> factors, FaroeSessions sessions, ClientAddressResolver addresses, StepParts parts) {
		this.users = users;
		this.passwords = passwords;
		this.recoveryCodes = recoveryCodes;
		this.factors = Map.copyOf(factors);
		this.sessions = sessions;
		this.addresses = addresses;
		this.parts = parts;
	}

	/**
	 * Log in with the email address and the password.
	 */
	Mono<ServerResponse> logIn(ServerRequest request) {
		return step(request, Step.LOG_IN,
				(form) -> authenticate(form, address(request))
					.map((user) -> FaroeAuthentication.of(new FaroeUserDetails(user), proof(Factor.PASSWORD)))
					.flatMap((logIn) -> begin(request, logIn)));
	}

	private Mono<User> authenticate(Submission form, @Nullable String address) {
		String email = form.require("email");
		String password = form.require("password");
		return this.parts.verifiedOnly() ? this.users.authenticateVerified(email, password, address)
				: this.users.authenticateDiscreetly(email, password, address);
	}

	/**
	 * Prove one of the second factors, within a time after the first step.
	 */
	Mono<ServerResponse> secondFactor(ServerRequest request) {
		return withLogIn(request, (logIn) -> isTooLate(logIn) ? expired(request) : step(request, Step.SECOND_FACTOR,
				(form) -> proveSecondFactor(logIn, form).flatMap((proved) -> begin(request, proved))));
	}

	private Mono<FaroeAuthentication> proveSecondFactor(FaroeAuthentication logIn, Submission form) {
		Set<String> types = logIn.getPrincipal().getSecondFactors();
		String type = form.has("type") ? form.require("type")
				: types.stream().filter(this.factors::containsKey).findFirst().orElse("");
		CodeFactor factor = types.contains(type) ? this.factors.get(type) : null;
		if (factor == null) {
			return Mono.error(new FaroeException(FaroeError.NOT_ALLOWED));
		}
		return factor.verify(logIn.getPrincipal().getUserId(), form.require("code"))
			.then(Mono.fromSupplier(() -> logIn.with(proof(Factor.ofType(type)))));
	}

	/**
	 * Remove the second factors with the recovery code, in the place of proving one.
	 */
	Mono<ServerResponse> recoveryCode(ServerRequest request) {
		return withLogIn(request,
				(logIn) -> isTooLate(logIn) ? expired(request)
						: step(request, Step.RECOVERY_CODE,
								(form) -> this.recoveryCodes
									.resetSecondFactors(logIn.getPrincipal().getUserId(),
											form.require("recovery_code").strip().toUpperCase(Locale.ROOT))
									.then(recovered(request, logIn.getPrincipal()))));
	}

	/**
	 * The removal has ended the sessions of the user, and this one has gone on.
	 */
	private Mono<ServerResponse> recovered(ServerRequest request, FaroeUserDetails whoWasAsked) {
		return Mono.defer(() -> withLogIn(request, (logIn) -> {
			FaroeUserDetails user = logIn.getPrincipal();
			if (!user.equals(whoWasAsked)) {
				return expired(request);
			}
			FaroeAuthentication recovered = logIn.with(user.withState(Set.of(), user.getSessionsSince()))
				.with(proof(Factor.RECOVERY_CODE));
			return this.sessions.begin(request.exchange(), recovered)
				.then(request.session())
				.doOnNext((session) -> session.getAttributes().put(NEW_RECOVERY_CODE, this.parts.clock().instant()))
				.then(this.parts.answers()
					.next(request, Step.NEW_RECOVERY_CODE, this.parts.settings().page(Step.NEW_RECOVERY_CODE)));
		}));
	}

	/**
	 * Prove again what has been proved: a second factor, or the password of a user who
	 * has none.
	 */
	Mono<ServerResponse> stepUp(ServerRequest request) {
		return withLogIn(request, (logIn) -> {
			if (!logIn.isAuthenticated()) {
				return next(request, logIn);
			}
			FaroeUserDetails user = logIn.getPrincipal();
			return step(request, Step.STEP_UP, (form) -> {
				Mono<FaroeAuthentication> proved = user.getSecondFactors().isEmpty()
						? this.passwords.verify(user.getUserId(), form.require("password"), address(request))
							.then(Mono.fromSupplier(() -> logIn.with(proof(Factor.PASSWORD))))
						: proveSecondFactor(logIn, form);
				return proved.flatMap((fresh) -> begin(request, fresh));
			});
		});
	}

	Mono<ServerResponse> logOut(ServerRequest request) {
		return this.sessions.end(request.exchange()).then(Mono.defer(() -> {
			String after = this.parts.settings().afterLogOut();
			return this.parts.answers()
				.next(request, Step.LOG_IN,
						(after != null) ? after : this.parts.settings().page(Step.LOG_IN) + "?logged-out");
		}));
	}

	/**
	 * Tell what speaks JSON where the log-in stands.
	 */
	Mono<Map<String, Object>> state(ServerRequest request) {
		return this.sessions.current(request.exchange())
			.map((logIn) -> Map.<String, Object>of("authenticated", logIn.isAuthenticated(), "next",
					logIn.isAuthenticated() ? "done" : Step.SECOND_FACTOR.key(), "second_factors",
					logIn.getPrincipal().getSecondFactors()))
			.defaultIfEmpty(Map.of("authenticated", false, "next", Step.LOG_IN.key(), "second_factors", Set.of()));
	}

	Mono<ServerResponse> begin(ServerRequest request, FaroeAuthentication logIn) {
		return this.sessions.begin(request.exchange(), logIn).then(Mono.defer(() -> next(request, logIn)));
	}

	private Mono<ServerResponse> next(ServerRequest request, FaroeAuthentication logIn) {
		if (!logIn.isAuthenticated()) {
			return this.parts.answers()
				.next(request, Step.SECOND_FACTOR, this.parts.settings().page(Step.SECOND_FACTOR));
		}
		return this.parts.remembered()
			.target(request.exchange())
			.flatMap((target) -> this.parts.answers().next(request, null, target));
	}

	Mono<ServerResponse> withLogIn(ServerRequest request, Function<FaroeAuthentication, Mono<ServerResponse>> step) {
		return this.sessions.current(request.exchange())
			.flatMap(step)
			.switchIfEmpty(Mono.defer(() -> expired(request)));
	}

	/**
	 * A log-in that stopped after its first step must not be finished by who finds the
	 * browser later.
	 */
	private boolean isTooLate(FaroeAuthentication logIn) {
		return this.parts.isTooLate(logIn);
	}

	Mono<ServerResponse> expired(ServerRequest request) {
		return this.parts.answers()
			.failure(request, Step.LOG_IN, new Failure(Failure.EXPIRED, null, null), HttpStatus.UNAUTHORIZED);
	}

	Mono<ServerResponse> step(ServerRequest request, Step step, Function<Submission, Mono<ServerResponse>> action) {
		return Submission.of(request)
			.flatMap(action)
			.onErrorResume(FaroeException.class,
					(ex) -> this.parts.answers().failure(request, step, failure(step, ex), status(ex)));
	}

	/**
	 * Answer a step with a passkey, for which there is no field.
	 */
	Mono<ServerResponse> answered(ServerRequest request, Step step, Mono<ServerResponse> outcome) {
		return outcome.onErrorResume(FaroeException.class, (ex) -> {
			Failure failure = Failure.of(ex);
			return this.parts.answers()
				.failure(request, step,
						(ex.error() == FaroeError.INCORRECT_CODE) ? failure.as("incorrect-passkey", null) : failure,
						status(ex));
		});
	}

	/**
	 * Tell whether there is a form for one of some kinds of second factors.
	 */
	boolean hasCode(Set<String> types) {
		return types.stream().anyMatch(this.factors::containsKey);
	}

	private static Failure failure(Step step, FaroeException exception) {
		Failure failure = Failure.of(exception);
		return switch (exception.error()) {
			case INCORRECT_PASSWORD, USER_NOT_EXISTS ->
				failure.as((step == Step.LOG_IN) ? Failure.INCORRECT_CREDENTIALS : failure.key(), "password");
			case INCORRECT_CODE ->
				(step == Step.RECOVERY_CODE) ? failure.as("incorrect-recovery-code", "recovery_code") : failure;
			case INVALID_DATA ->
				(step == Step.LOG_IN) ? failure.as(Failure.INCORRECT_CREDENTIALS, "password") : failure;
			default -> failure;
		};
	}

	private static HttpStatusCode status(FaroeException exception) {
		return switch (exception.error()) {
			case INCORRECT_PASSWORD, USER_NOT_EXISTS, INCORRECT_CODE, USER_DISABLED -> HttpStatus.UNAUTHORIZED;
			case TOO_MANY_REQUESTS -> HttpStatus.TOO_MANY_REQUESTS;
			default -> HttpStatusCode.valueOf(exception.error().status());
		};
	}

	FactorGrantedAuthority proof(String factor) {
		return FactorGrantedAuthority.withAuthority(factor).issuedAt(this.parts.clock().instant()).build();
	}

	@Nullable String address(ServerRequest request) {
		return this.addresses.resolve(request.exchange());
	}

}

package dev.faroe.login.step;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.passkey.PasskeyAuthentication;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.security.Secret;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebSession;

/**
 * The steps with a passkey: as a whole log-in, as its second step, and to prove again. An
 * answer is worth something only in the session that its challenge was made for, and that
 * of a whole log-in, which has no session yet, in the browser.
 */
final class PasskeySteps {

	/** The kind of second factors that passkeys are. */
	static final String TYPE = "webauthn";

	/**
	 * The attribute of a session with its challenges, and the steps that they are for.
	 */
	static final String CHALLENGES = PasskeySteps.class.getName() + ".challenges";

	/** Each tab of a browser can wait for an answer to one of its own. */
	private static final int MAX_CHALLENGES = 5;

	private static final Set<Step> STEPS = Set.of(Step.LOG_IN, Step.SECOND_FACTOR, Step.STEP_UP);

	private final PasskeyService passkeys;

	private final UserService users;

	private final AccountStateService states;

	private final LogInSteps steps;

	private final StepParts parts;

	private final BrowserCookie browsers;

	PasskeySteps(PasskeyService passkeys, UserService users, AccountStateService states, LogInSteps steps,
			StepParts parts) {
		this.passkeys = passkeys;
		this.users = users;
		this.states = states;
		this.steps = steps;
		this.parts = parts;
		this.browsers = new BrowserCookie(parts.settings().path() + "/passkey");
	}

	/**
	 * Begin a step. Nobody is told who has passkeys: only a user who has proved another
	 * factor is asked for one of them.
	 */
	Mono<ServerResponse> options(ServerRequest request) {
		return PasskeyAnswer.read(request)
			.map((body) -> step(body.text("step")))
			.flatMap((step) -> (step == Step.LOG_IN) ? beginLogIn(request)
					: this.steps.withLogIn(request, (logIn) -> begin(request, step, logIn)))
			.as(answered(request, Step.LOG_IN));
	}

	private static Step step(String key) {
		return STEPS.stream()
			.filter((step) -> step.key().equals(key))
			.findFirst()
			.orElseThrow(() -> new FaroeException(FaroeError.INVALID_DATA));
	}

	private Mono<ServerResponse> beginLogIn(ServerRequest request) {
		return this.passkeys.authenticationOptions(this.browsers.give(request.exchange()), this.steps.address(request))
			.flatMap((options) -> StepAnswers.json(HttpStatus.OK, options));
	}

	private Mono<ServerResponse> begin(ServerRequest request, Step step, FaroeAuthentication logIn) {
		if (this.parts.isTooLate(logIn)) {
			return this.steps.expired(request);
		}
		return this.passkeys
			.authenticationOptions(logIn.getPrincipal().getUserId(), !hasOtherFirstFactor(logIn),
					this.steps.address(request))
			.delayUntil((options) -> request.session()
				.doOnNext((session) -> remember(session, String.valueOf(options.get("challenge")), step)))
			.flatMap((options) -> StepAnswers.json(HttpStatus.OK, options));
	}

	/**
	 * Where nothing else was proved, a passkey has to be worth two factors.
	 */
	private static boolean hasOtherFirstFactor(FaroeAuthentication logIn) {
		return logIn.factors()
			.stream()
			.anyMatch((factor) -> factor.getAuthority().equals(Factor.PASSWORD)
					|| factor.getAuthority().equals(Factor.EMAILED_CODE));
	}

	private static void remember(WebSession session, String challenge, Step step) {
		LinkedHashMap<String, String> challenges = challenges(session);
		challenges.put(challenge, step.key());
		while (challenges.size() > MAX_CHALLENGES) {
			challenges.remove(challenges.keySet().iterator().next());
		}
		session.getAttributes().put(CHALLENGES, challenges);
	}

	private static LinkedHashMap<String, String> challenges(WebSession session) {
		Map<String, String> challenges = session.getAttribute(CHALLENGES);
		return (challenges != null) ? new LinkedHashMap<>(challenges) : new LinkedHashMap<>();
	}

	/**
	 * Finish a step with the answer of an authenticator.
	 */
	Mono<ServerResponse> answer(ServerRequest request) {
		return PasskeyAnswer.read(request)
			.flatMap((answer) -> request.session()
				.map((session) -> take(session, answer.challenge()))
				.flatMap((step) -> authenticate(request, step, answer.json())
					.flatMap((proved) -> proved(request, step, proved))
					.as(answered(request, step))))
			.as(answered(request, Step.LOG_IN));
	}

	/**
	 * Return which step a challenge of a session was for. One that the session does not
	 * know can only be for a log-in.
	 */
	private static Step take(WebSession session, String challenge) {
		LinkedHashMap<String, String> challenges = challenges(session);
		String step = challenges.remove(challenge);
		if (step == null) {
			return Step.LOG_IN;
		}
		session.getAttributes().put(CHALLENGES, challenges);
		return step(step);
	}

	private Mono<PasskeyAuthentication> authenticate(ServerRequest request, Step step, String answer) {
		if (step != Step.LOG_IN) {
			return this.passkeys.authenticate(answer);
		}
		Secret browser = this.browsers.find(request.exchange());
		return (browser != null) ? this.passkeys.authenticate(browser, answer)
				: Mono.error(() -> new FaroeException(FaroeError.INVALID_REQUEST));
	}

	private Mono<ServerResponse> proved(ServerRequest request, Step step, PasskeyAuthentication passkey) {
		if (step == Step.LOG_IN) {
			return find(passkey).flatMap((user) -> this.steps.begin(request,
					prove(FaroeAuthentication.of(new FaroeUserDetails(user)), passkey)));
		}
		return this.steps.withLogIn(request, (logIn) -> {
			if (this.parts.isTooLate(logIn)) {
				return this.steps.expired(request);
			}
			boolean enough = passkey.userVerified() || hasOtherFirstFactor(logIn);
			if (!enough || !logIn.getPrincipal().getUserId().equals(passkey.passkey().userId())) {
				return refused();
			}
			return this.steps.begin(request, prove(logIn, passkey));
		});
	}

	private FaroeAuthentication prove(FaroeAuthentication logIn, PasskeyAuthentication passkey) {
		FaroeAuthentication proved = logIn.with(this.steps.proof(Factor.PASSKEY));
		return passkey.userVerified() ? proved.with(this.steps.proof(Factor.USER_VERIFICATION)) : proved;
	}

	/**
	 * Find the user of a passkey. Looks afterwards whether the passkey is still there,
	 * and the user not disabled: what ends sessions from then on ends this one, too.
	 */
	private Mono<User> find(PasskeyAuthentication passkey) {
		String userId = passkey.passkey().userId();
		return this.users.get(userId)
			.filter((user) -> passkey.userVerified() && user.email() != null
					&& (user.emailVerified() || !this.parts.verifiedOnly()))
			.flatMap((user) -> this.states.get(userId)
				.filter((state) -> !state.disabled() && state.sessionsSince().equals(user.sessionsSince()))
				.map((state) -> user))
			.delayUntil((user) -> this.passkeys.get(passkey.passkey().id()))
			.onErrorResume(FaroeException.class,
					(ex) -> (ex.error() == FaroeError.NOT_FOUND) ? Mono.empty() : Mono.error(ex))
			.switchIfEmpty(refused());
	}

	private static <T> Mono<T> refused() {
		return Mono.error(() -> new FaroeException(FaroeError.INCORRECT_CODE));
	}

	private Function<Mono<ServerResponse>, Mono<ServerResponse>> answered(ServerRequest request, Step step) {
		return (outcome) -> this.steps.answered(request, step, outcome);
	}

}

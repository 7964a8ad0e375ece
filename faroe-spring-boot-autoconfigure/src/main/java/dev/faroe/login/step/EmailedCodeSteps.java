package dev.faroe.login.step;

import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.flow.EmailedCodeFlow;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.FaroeUserDetails;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The first step of a log-in by a code from a mail. The ticket stays in the session, so
 * that a code is worth nothing in another browser.
 */
final class EmailedCodeSteps {

	/** The attribute of a session in which codes have been asked for. */
	static final String TICKET = EmailedCodeSteps.class.getName() + ".ticket";

	private final EmailedCodeFlow flow;

	private final LogInSteps steps;

	private final StepParts parts;

	EmailedCodeSteps(EmailedCodeFlow flow, LogInSteps steps, StepParts parts) {
		this.flow = flow;
		this.steps = steps;
		this.parts = parts;
	}

	/**
	 * Have a code sent.
	 */
	Mono<ServerResponse> request(ServerRequest request) {
		return this.steps.step(request, Step.EMAILED_CODE, (form) -> this.flow
			.begin(form.require("email"), this.steps.address(request), StepAnswers.locale(request), linkTo())
			.flatMap((ticket) -> request.session().doOnNext((session) -> session.getAttributes().put(TICKET, ticket)))
			.then(this.parts.answers()
				.next(request, Step.EMAILED_CODE_ANSWER, this.parts.settings().page(Step.EMAILED_CODE_ANSWER))));
	}

	private String linkTo() {
		String page = this.parts.settings().page(Step.EMAILED_CODE_LINK);
		return page + (page.contains("?") ? "&code=" : "?code=");
	}

	/**
	 * Log in with the code. A user with a second factor is asked for it next.
	 */
	Mono<ServerResponse> answer(ServerRequest request) {
		return this.steps.step(request, Step.EMAILED_CODE_ANSWER, (form) -> request.session()
			.flatMap((session) -> Mono.justOrEmpty(session.<String>getAttribute(TICKET)))
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.INVALID_REQUEST)))
			.flatMap((ticket) -> this.flow.verify(ticket, form.require("code").strip().toUpperCase(Locale.ROOT),
					this.steps.address(request)))
			.flatMap((user) -> request.session()
				.doOnNext((session) -> session.getAttributes().remove(TICKET))
				.then(Mono.defer(() -> this.steps.begin(request,
						FaroeAuthentication.of(new FaroeUserDetails(user), this.steps.proof(Factor.EMAILED_CODE)))))));
	}

}

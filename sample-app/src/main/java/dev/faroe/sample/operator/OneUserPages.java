package dev.faroe.sample.operator;

import java.util.Map;

import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.lockout.LockOutService;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.sample.pages.FailedForms;
import dev.faroe.sample.pages.Page;
import dev.faroe.user.UserService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * One user: what the state is, and what can be done about it.
 */
@Page
@RequestMapping("/operator/users/{id}")
class OneUserPages {

	/**
	 * Says who asks for what, before it is done: nothing comes after that of an operator
	 * who closes the connection meanwhile. The events of the library tell what was done,
	 * and do not know who has asked.
	 */
	private static final Log logger = LogFactory.getLog(OneUserPages.class);

	private final UserStates states;

	private final UserService users;

	private final AccountStateService accounts;

	private final LockOutService lockOuts;

	private final FailedForms failed;

	OneUserPages(UserStates states, UserService users, AccountStateService accounts, LockOutService lockOuts,
			FailedForms failed) {
		this.states = states;
		this.users = users;
		this.accounts = accounts;
		this.lockOuts = lockOuts;
		this.failed = failed;
	}

	@GetMapping
	Mono<Rendering> show(@PathVariable String id) {
		return find(id).map((state) -> Rendering.view("operator/user").modelAttribute("found", state).build());
	}

	private Mono<UserState> find(String id) {
		return this.states.find(id).onErrorMap(FaroeException.class, Failures::page);
	}

	@GetMapping("/{measure}")
	Mono<Rendering> confirm(@PathVariable String id, @PathVariable String measure,
			@AuthenticationPrincipal FaroeUserDetails operator) {
		Measure asked = Measure.of(measure);
		return find(id).map((state) -> Rendering.view("operator/confirm")
			.modelAttribute("measure", asked)
			.modelAttribute("found", state)
			.modelAttribute("self", operator.getUserId().equals(id))
			.build());
	}

	@PostMapping("/{measure}")
	Mono<Rendering> take(@PathVariable String id, @PathVariable String measure, Form form,
			@AuthenticationPrincipal FaroeUserDetails operator, ServerWebExchange exchange) {
		Measure asked = Measure.of(measure);
		return find(id).flatMap((state) -> take(asked, id, form)
			.doFirst(() -> logger.info("Operator %s asks for %s of user %s".formatted(operator.getUserId(),
					asked.path(), state.state().userId())))
			.thenReturn(Rendering.redirectTo(next(asked, id)).build())
			.transform(this.failed.shownAt("operator/confirm", Map.of("measure", asked, "found", state, "self",
					operator.getUserId().equals(id), "reason", form.reason()), exchange)));
	}

	private Mono<Void> take(Measure measure, String id, Form form) {
		return switch (measure) {
			case END_LOCK_OUTS -> this.lockOuts.end(id);
			case END_SESSIONS -> this.accounts.endSessions(id);
			case DISABLE -> this.accounts.disable(id, form.reasonOrNone());
			case ENABLE -> this.accounts.enable(id);
			case DELETE -> this.users.delete(id);
		};
	}

	private static String next(Measure measure, String id) {
		return (measure == Measure.DELETE) ? "/operator?user-deleted" : "/operator/users/" + id + "?" + measure.path();
	}

	record Form(String reason) {

		Form(@Nullable String reason) {
			this.reason = (reason != null) ? reason.strip() : "";
		}

		@Nullable String reasonOrNone() {
			return StringUtils.hasText(this.reason) ? this.reason : null;
		}

		/**
		 * The model of a page can get into a log.
		 */
		@Override
		public String toString() {
			return "Form";
		}

	}

}

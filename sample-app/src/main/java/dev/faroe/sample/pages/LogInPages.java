package dev.faroe.sample.pages;

import java.util.Set;

import dev.faroe.login.session.FaroeSessions;
import reactor.core.publisher.Mono;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ServerWebExchange;

/**
 * The pages of the log-in. Their forms go to the steps of the library, which lead back
 * here or on.
 */
@Page
@RequestMapping("/sign-in")
class LogInPages {

	private final FaroeSessions sessions;

	LogInPages(FaroeSessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * The second factors of whoever has begun to log in.
	 */
	@ModelAttribute("factors")
	Mono<Set<String>> factors(ServerWebExchange exchange) {
		return this.sessions.current(exchange)
			.map((logIn) -> logIn.getPrincipal().getSecondFactors())
			.defaultIfEmpty(Set.of());
	}

	@GetMapping
	String logIn() {
		return "log-in/log-in";
	}

	@GetMapping("/code")
	String emailedCode() {
		return "log-in/code";
	}

	@GetMapping("/code/answer")
	String emailedCodeAnswer() {
		return "log-in/code-answer";
	}

	@GetMapping("/second-factor")
	String secondFactor() {
		return "log-in/second-factor";
	}

	@GetMapping("/recovery-code")
	String recoveryCode() {
		return "log-in/recovery-code";
	}

	@GetMapping("/again")
	String stepUp() {
		return "log-in/step-up";
	}

	/**
	 * What the link in a mail leads to: it only asks, for programs follow links, too.
	 */
	@GetMapping("/code/link")
	String emailedCodeLink(@RequestParam(defaultValue = "") String code, Model model) {
		model.addAttribute("code", code);
		return "log-in/code-link";
	}

}

package dev.faroe.login.step;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.user.UserService;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Auto-configuration for the steps of a log-in with passkeys.
 */
@AutoConfiguration(after = LogInStepAutoConfiguration.class, afterName = "dev.faroe.passkey.PasskeyAutoConfiguration")
@ConditionalOnBooleanProperty("faroe.passkeys.enabled")
@ConditionalOnBean({ PasskeyService.class, LogInSteps.class })
final class PasskeyStepAutoConfiguration {

	/** Where browsers look, wherever the log-in is. */
	private static final String WELL_KNOWN = "/.well-known/webauthn";

	@Bean
	@ConditionalOnMissingBean
	PasskeyScript faroePasskeyScript(LogInStepProperties properties) {
		return new PasskeyScript(properties.path() + "/passkeys.js");
	}

	@Bean
	@Order(0)
	@ConditionalOnMissingBean(name = "faroePasskeyRouterFunction")
	RouterFunction<ServerResponse> faroePasskeyRouterFunction(PasskeyService passkeys, PasskeyScript script,
			UserService users, AccountStateService states, LogInSteps steps, StepParts parts, StepHtml html,
			OwnPasskeys own) {
		PasskeySteps ceremonies = new PasskeySteps(passkeys, users, states, steps, parts);
		String path = parts.settings().path();
		String all = parts.settings().endpoint(Step.PASSKEYS);
		RouterFunctions.Builder routes = RouterFunctions.route()
			.GET(path + "/passkeys.js", script::serve)
			.POST(path + "/passkey/options", ceremonies::options)
			.POST(path + "/passkey", ceremonies::answer)
			.POST(all + "/options", own::options)
			.POST(all, own::register)
			.POST(all + "/{id}/rename", own::rename)
			.POST(all + "/{id}/remove", own::remove);
		if (parts.settings().isBuiltIn(Step.PASSKEYS)) {
			routes.GET(all, (request) -> !StepAnswers.speaksJson(request.exchange().getRequest()), own::show);
		}
		List<String> related = passkeys.relatedOrigins();
		if (!related.isEmpty()) {
			routes.GET(WELL_KNOWN, (request) -> StepAnswers.json(HttpStatus.OK, Map.of("origins", related)));
		}
		routes.GET(all, own::list);
		return new StepRoutes(routes, Set.of(path, WELL_KNOWN));
	}

	@Bean
	OwnPasskeys faroeOwnPasskeys(PasskeyService passkeys, FaroeSessions sessions, FaroeAuthorization authorization,
			FaroeLogIn logIn, LogInSteps steps, StepParts parts, StepHtml html) {
		return new OwnPasskeys(passkeys, sessions, authorization, logIn, steps, parts, html);
	}

}

package dev.faroe.login.step;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.faroe.login.Factor;
import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.message.Failure;
import dev.faroe.login.message.FaroeMessages;
import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.session.FaroeSessions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.RequiredFactorError;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Leads who is not allowed something to the step that is missing, and remembers what was
 * asked for: <pre class="code">
 * http.exceptionHandling(logIn::handleExceptions)
 * </pre>
 */
public final class FaroeLogIn implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {

	private final FaroeSessions sessions;

	private final FaroeMessages messages;

	private final LogInStepProperties settings;

	private final RememberedRequest remembered;

	private final StepParts parts;

	FaroeLogIn(FaroeSessions sessions, FaroeMessages messages, StepParts parts) {
		this.sessions = sessions;
		this.messages = messages;
		this.settings = parts.settings();
		this.remembered = parts.remembered();
		this.parts = parts;
	}

	/**
	 * Set up the handling of exceptions of a chain.
	 * @param exceptions the exceptions of the chain
	 */
	public void handleExceptions(ServerHttpSecurity.ExceptionHandlingSpec exceptions) {
		exceptions.authenticationEntryPoint(this).accessDeniedHandler(this);
	}

	/**
	 * Lead to the first step, or to the second if the first has been done.
	 */
	@Override
	public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException ex) {
		return this.sessions.current(exchange)
			.filter((logIn) -> !logIn.isAuthenticated() && !this.parts.isTooLate(logIn))
			.map((logIn) -> Step.SECOND_FACTOR)
			.defaultIfEmpty(Step.LOG_IN)
			.flatMap((step) -> leadTo(exchange, step));
	}

	/**
	 * Lead to what is missing if it is a factor, and refuse everything else.
	 */
	@Override
	public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
		FactorAuthorizationDecision decision = decision(exchange, denied);
		if (decision == null || decision.isGranted()) {
			return refuse(exchange);
		}
		RequiredFactorError error = decision.getFactorErrors().get(0);
		return this.sessions.current(exchange)
			.map((logIn) -> step(logIn, error))
			.defaultIfEmpty(Optional.of(Step.LOG_IN))
			.flatMap((step) -> step.isPresent() ? leadTo(exchange, step.get()) : refuse(exchange));
	}

	/**
	 * Whoever has a second factor never proves the password alone, but logs in again.
	 */
	private Optional<Step> step(FaroeAuthentication logIn, RequiredFactorError error) {
		if (!logIn.isAuthenticated()) {
			return Optional.of(this.parts.isTooLate(logIn) ? Step.LOG_IN : Step.SECOND_FACTOR);
		}
		boolean first = error.getRequiredFactor().getAuthority().equals(Factor.PASSWORD);
		boolean second = !logIn.getPrincipal().getSecondFactors().isEmpty();
		if (error.isExpired()) {
			return Optional.of((first && second) ? Step.LOG_IN : Step.STEP_UP);
		}
		return (first || second) ? Optional.of(Step.LOG_IN) : Optional.empty();
	}

	private static @Nullable FactorAuthorizationDecision decision(ServerWebExchange exchange,
			AccessDeniedException denied) {
		if (denied instanceof AuthorizationDeniedException refusal) {
			AuthorizationResult result = refusal.getAuthorizationResult();
			return (result instanceof FactorAuthorizationDecision factors) ? factors : null;
		}
		return FaroeAuthorization.decisionAbout(exchange);
	}

	private static Mono<Void> refuse(ServerWebExchange exchange) {
		return Mono.fromRunnable(() -> exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN));
	}

	private Mono<Void> leadTo(ServerWebExchange exchange, Step step) {
		return StepAnswers.speaksJson(exchange.getRequest()) ? tell(exchange, step)
				: this.remembered.remember(exchange).then(Mono.fromRunnable(() -> {
					ServerHttpResponse response = exchange.getResponse();
					response.setStatusCode(HttpStatus.SEE_OTHER);
					response.getHeaders().setCacheControl("no-store");
					response.getHeaders().setLocation(URI.create(path(exchange, step)));
				}));
	}

	private String path(ServerWebExchange exchange, Step step) {
		return exchange.getRequest().getPath().contextPath().value() + this.settings.page(step);
	}

	private Mono<Void> tell(ServerWebExchange exchange, Step step) {
		return Mono.defer(() -> {
			Locale locale = exchange.getLocaleContext().getLocale();
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("error", "log-in-required");
			body.put("next", step.key());
			body.put("location", path(exchange, step));
			body.put("message",
					this.messages.text("faroe.page." + step.key(), (locale != null) ? locale : Locale.ENGLISH));
			ServerHttpResponse response = exchange.getResponse();
			response.setStatusCode(HttpStatus.UNAUTHORIZED);
			response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
			response.getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
			return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(StepAnswers.bytes(body))));
		});
	}

	/**
	 * Answer a form whose token is not that of the session: most often the session is
	 * over.
	 */
	Mono<Void> answerForeignForm(ServerWebExchange exchange, AccessDeniedException denied) {
		Failure expired = new Failure(Failure.EXPIRED, null, null);
		if (StepAnswers.speaksJson(exchange.getRequest())) {
			return refuse(exchange);
		}
		return Mono.fromRunnable(() -> {
			ServerHttpResponse response = exchange.getResponse();
			response.setStatusCode(HttpStatus.SEE_OTHER);
			String page = path(exchange, Step.LOG_IN);
			response.getHeaders().setLocation(URI.create(page + (page.contains("?") ? "&" : "?") + expired.query()));
		});
	}

}

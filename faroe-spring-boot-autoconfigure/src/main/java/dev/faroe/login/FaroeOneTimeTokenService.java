package dev.faroe.login;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

import dev.faroe.FaroeException;
import dev.faroe.delivery.CodeMessage;
import dev.faroe.flow.EmailedCodeFlow;
import dev.faroe.user.User;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ott.DefaultOneTimeToken;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.InvalidOneTimeTokenException;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.reactive.ReactiveOneTimeTokenService;
import org.springframework.web.server.ResponseStatusException;

/**
 * The one-time tokens of Spring Security for Faroe's users. A token is sent by Faroe, to
 * the verified address of a user alone; what handles its generation only has to say where
 * to go on. It works once, for 10 minutes, whatever the request says.
 */
class FaroeOneTimeTokenService implements ReactiveOneTimeTokenService {

	private final EmailedCodeFlow flow;

	private final SecondFactorPolicy secondFactor;

	private final String linkTo;

	FaroeOneTimeTokenService(EmailedCodeFlow flow, SecondFactorPolicy secondFactor, String linkTo) {
		this.flow = flow;
		this.secondFactor = secondFactor;
		this.linkTo = linkTo;
	}

	private static @Nullable Locale language(ContextView context) {
		LogInRequest request = LogInRequest.in(context);
		return (request != null) ? request.language() : null;
	}

	/**
	 * Generate a token for an email address, and send it if there is a user.
	 * @return the token, one that is worth nothing if there is no user, or an error
	 * signal with a {@link ResponseStatusException}, 400 or 429, or a
	 * {@link LogInUnavailableException}
	 */
	@Override
	public Mono<OneTimeToken> generate(GenerateOneTimeTokenRequest request) {
		return Mono
			.deferContextual((context) -> this.flow.issue(request.getUsername(),
					FaroeReactiveAuthenticationManager.clientAddress(context), language(context), this.linkTo))
			.onErrorMap(FaroeException.class, FaroeOneTimeTokenService::toAnswer)
			.map(FaroeOneTimeTokenService::token);
	}

	private static OneTimeToken token(CodeMessage message) {
		return new DefaultOneTimeToken(Objects.requireNonNull(message.code()).value(), message.email(),
				Objects.requireNonNull(message.expiresAt()));
	}

	/**
	 * What generates tokens has no handler for failures.
	 */
	private static Exception toAnswer(FaroeException failure) {
		return switch (failure.error()) {
			case INVALID_DATA -> new ResponseStatusException(HttpStatus.BAD_REQUEST);
			case TOO_MANY_REQUESTS -> new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS);
			default -> new LogInUnavailableException(failure);
		};
	}

	/**
	 * Use a token up.
	 * @return the token with the id of the user as the name, for the address may be that
	 * of somebody else by the time it is looked up; or an error signal with an
	 * {@link org.springframework.security.core.AuthenticationException}
	 */
	@Override
	public Mono<OneTimeToken> consume(OneTimeTokenAuthenticationToken authentication) {
		String token = (authentication.getTokenValue() != null) ? authentication.getTokenValue() : "";
		return Mono
			.deferContextual(
					(context) -> this.flow.redeem(token, FaroeReactiveAuthenticationManager.clientAddress(context)))
			.onErrorMap(FaroeException.class, FaroeOneTimeTokenService::toAuthenticationException)
			.flatMap((user) -> accept(user, token));
	}

	private Mono<OneTimeToken> accept(User user, String token) {
		if (user.hasSecondFactor() && this.secondFactor == SecondFactorPolicy.REJECT) {
			return Mono.error(() -> new SecondFactorRequiredException(user.id()));
		}
		return Mono.deferContextual((context) -> {
			LogInRequest request = LogInRequest.in(context);
			if (request != null) {
				request.accept(new FaroeUserDetails(user));
			}
			return Mono.just(new DefaultOneTimeToken(token, user.id(), Instant.EPOCH));
		});
	}

	private static Exception toAuthenticationException(FaroeException failure) {
		return switch (failure.error()) {
			case INVALID_DATA, INCORRECT_CODE, INVALID_REQUEST -> new InvalidOneTimeTokenException("Invalid token");
			case TOO_MANY_REQUESTS -> new LockedException("Too many log-ins");
			default -> new LogInUnavailableException(failure);
		};
	}

}

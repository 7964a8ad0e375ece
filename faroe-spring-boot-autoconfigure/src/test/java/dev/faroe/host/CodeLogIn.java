package dev.faroe.host;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChange;
import dev.faroe.account.ForFeatures;
import dev.faroe.coderequest.CodeRequestFactory;
import dev.faroe.coderequest.CodeRequestKind;
import dev.faroe.coderequest.CodeRequests;
import dev.faroe.coderequest.NewCodeRequest;
import dev.faroe.coderequest.StoredCode;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;

/**
 * A fourth kind of requests with a code, as an application or the next feature would
 * write it: a log-in by emailed code.
 */
final class CodeLogIn {

	static final Duration LIFETIME = Duration.ofMinutes(5);

	private final CodeRequests<StoredLogInRequest, LogInRequestRepository> requests;

	private final UserService users;

	CodeLogIn(CodeRequests<StoredLogInRequest, LogInRequestRepository> requests, UserService users) {
		this.requests = requests;
		this.users = users;
	}

	Mono<NewCodeRequest> create(String userId) {
		return this.users.require(userId)
			.then(Mono.defer(() -> this.requests.begin(userId)))
			.delayUntil((request) -> this.requests.insert(this.requests.rows()
				.insert(request.id(), userId, request.createdAt(), request.expiresAt(), request.storedCode().value())));
	}

	Mono<User> logIn(String id, String code) {
		return this.requests.get(id)
			.flatMap((request) -> this.requests.verify(request, code))
			.flatMap(this.requests::consume)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))
			.flatMap((request) -> this.users.get(request.userId()));
	}

	/**
	 * Makes the kind known, so that a new password voids its requests and the clean-up
	 * removes those that have expired.
	 */
	static class Wiring {

		@ForFeatures
		@Bean(defaultCandidate = false)
		CodeRequests<StoredLogInRequest, LogInRequestRepository> logInRequests(@ForFeatures CodeRequestFactory requests,
				@ForFeatures StoredCode hashedCode) {
			return requests.create(CodeRequestKind.countingInRows(LIFETIME, requests.maxAttempts(),
					AccountChange.PASSWORD, AccountChange.EMAIL), hashedCode, LogInRequestRepository.class);
		}

		@Bean
		CodeLogIn codeLogIn(@ForFeatures CodeRequests<StoredLogInRequest, LogInRequestRepository> requests,
				UserService users) {
			return new CodeLogIn(requests, users);
		}

	}

}

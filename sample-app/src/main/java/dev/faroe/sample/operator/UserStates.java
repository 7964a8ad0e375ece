package dev.faroe.sample.operator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.lockout.LockOut;
import dev.faroe.lockout.LockOutService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.sample.operator.UserState.OpenRequest;
import dev.faroe.userdata.UserData;
import dev.faroe.userdata.UserDataService;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Finds all that operators are told of a user.
 */
@Component
class UserStates {

	private final UserDataService userData;

	private final AccountStateService states;

	private final EmailVerificationService verifications;

	private final PasswordResetService resets;

	private final LockOutService lockOuts;

	UserStates(UserDataService userData, AccountStateService states, EmailVerificationService verifications,
			PasswordResetService resets, LockOutService lockOuts) {
		this.userData = userData;
		this.states = states;
		this.verifications = verifications;
		this.resets = resets;
		this.lockOuts = lockOuts;
	}

	/**
	 * Find a user.
	 * @return the user's state, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	Mono<UserState> find(String userId) {
		return this.userData.export(userId)
			.flatMap((data) -> Mono.zip(this.states.get(userId), requests(data).collectList(), lockOuts(userId))
				.map((parts) -> new UserState(data, parts.getT1(), parts.getT2(), parts.getT3().orElse(null))));
	}

	/**
	 * Those with a code for a new address, for this one, and for a new password.
	 */
	private Flux<OpenRequest> requests(UserData data) {
		String userId = data.account().id();
		return Flux.fromIterable(data.emailUpdates())
			.map((update) -> new OpenRequest("Change of the address", update.createdAt(), update.expiresAt()))
			.concatWith(this.verifications.get(userId)
				.map((request) -> new OpenRequest("Proof of the address", request.createdAt(), request.expiresAt()))
				.onErrorResume(UserStates::isNotFound, (ex) -> Mono.empty()))
			.concatWith(this.resets.list(userId)
				.map((request) -> new OpenRequest("Reset of the password", request.createdAt(), request.expiresAt())));
	}

	private static boolean isNotFound(Throwable ex) {
		return ex instanceof FaroeException failure && failure.error() == FaroeError.NOT_FOUND;
	}

	/**
	 * HTML has no times of more than milliseconds.
	 */
	private static LockOut inSeconds(LockOut lockOut) {
		Instant until = lockOut.until();
		return (until != null) ? new LockOut(lockOut.limit(), until.truncatedTo(ChronoUnit.SECONDS)) : lockOut;
	}

	/**
	 * The store of the counts can be away, when the rest of the page helps all the more.
	 */
	private Mono<Optional<List<LockOut>>> lockOuts(String userId) {
		return this.lockOuts.list(userId)
			.map(UserStates::inSeconds)
			.collectList()
			.map(Optional::of)
			.onErrorResume(
					(ex) -> ex instanceof FaroeException failure && failure.error() == FaroeError.SERVICE_UNAVAILABLE,
					(ex) -> Mono.just(Optional.empty()));
	}

}

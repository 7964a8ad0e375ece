package dev.faroe.password;

import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.security.TokenGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes a wrong password take the same work whether a user has the email address or not:
 * one comparison with a hash of each kind that log-ins have met since the start.
 */
final class DiscreetLogIn {

	private final PasswordHasher hasher;

	private final Mono<String> unknownUserHash;

	private final SeenHashes seen;

	DiscreetLogIn(PasswordHasher hasher) {
		this.hasher = hasher;
		// Unlike cache(), this does not remember a failure, such as that of a full queue.
		this.unknownUserHash = hasher.hash(new TokenGenerator().id()).cacheInvalidateIf((hash) -> false);
		this.seen = new SeenHashes(hasher::kind);
	}

	/**
	 * Take note of the hash that a password is going to be compared with.
	 */
	void meet(String hash) {
		this.seen.add(hash);
	}

	/**
	 * Compare a password for an address that no user has.
	 */
	Mono<Void> compare(Attempt attempt, String password) {
		return this.unknownUserHash.flatMap((hash) -> this.hasher.compare(attempt, password, hash)
			.doOnNext((comparison) -> attempt.fail())
			.then(spend(hash, password)));
	}

	/**
	 * Take the work that a wrong password takes beside its own comparison.
	 */
	Mono<Void> complete(String hash, String password) {
		return this.unknownUserHash.doOnNext(this.seen::add)
			.then(Mono.defer(() -> spend(hash, password)))
			.onErrorComplete();
	}

	private Mono<Void> spend(String hash, String password) {
		return Flux.defer(() -> Flux.fromIterable(this.seen.ofOtherKinds(hash)))
			.concatMap((other) -> this.hasher.spend(password, other))
			.then();
	}

}

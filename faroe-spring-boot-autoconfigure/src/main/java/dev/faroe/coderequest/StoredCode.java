package dev.faroe.coderequest;

import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.password.hashing.PasswordHasher.Comparison;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.security.Secret;
import dev.faroe.security.StoredCodes;
import reactor.core.publisher.Mono;

/**
 * How the codes of a kind of requests are stored.
 */
public interface StoredCode {

	/**
	 * Make what is stored.
	 * @param code the code
	 * @param id the key of the row
	 * @return what is stored
	 */
	Mono<String> store(Secret code, String id);

	/**
	 * Compare a code with what is stored.
	 * @param attempt what comparisons are made with
	 * @param code what somebody claims to be the code
	 * @param request the request
	 * @return whether it is the code
	 */
	Mono<Boolean> matches(Attempt attempt, String code, StoredCodeRequest request);

	/**
	 * Return codes that can be read again: encrypted, if there is a key.
	 * @param codes what encrypts them
	 * @return the codes
	 */
	static StoredCode encrypted(StoredCodes codes) {
		return new StoredCode() {

			@Override
			public Mono<String> store(Secret code, String id) {
				return Mono.fromSupplier(() -> codes.encrypt(code, id));
			}

			@Override
			public Mono<Boolean> matches(Attempt attempt, String code, StoredCodeRequest request) {
				return Mono
					.fromSupplier(() -> attempt.matches(codes.decrypt(request.code(), request.id()).value(), code));
			}

		};
	}

	/**
	 * Return codes of which only a hash is stored: whoever reads the database cannot use
	 * them.
	 * @param hasher what hashes codes
	 * @return the codes
	 */
	static StoredCode hashed(PasswordHasher hasher) {
		return new StoredCode() {

			@Override
			public Mono<String> store(Secret code, String id) {
				return hasher.hash(code.value());
			}

			@Override
			public Mono<Boolean> matches(Attempt attempt, String code, StoredCodeRequest request) {
				return hasher.compare(attempt, code, request.code())
					.map((comparison) -> comparison != Comparison.DIFFERENT);
			}

		};
	}

}

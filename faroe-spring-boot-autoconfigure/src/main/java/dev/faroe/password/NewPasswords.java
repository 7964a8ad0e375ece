package dev.faroe.password;

import dev.faroe.FaroeError;
import dev.faroe.client.ClientAddress;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.ratelimit.Limits;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Turns a password that somebody has chosen into a hash to store. There are two steps, so
 * that what else has to hold can be checked after the limit and before the work.
 */
public final class NewPasswords {

	private final PasswordStrength strength;

	private final PasswordHasher hasher;

	private final Limits limits;

	/**
	 * Create an instance.
	 * @param strength what judges passwords
	 * @param hasher what hashes them
	 * @param limits the limits
	 */
	public NewPasswords(PasswordStrength strength, PasswordHasher hasher, Limits limits) {
		this.strength = strength;
		this.hasher = hasher;
		this.limits = limits;
	}

	/**
	 * Check that a password has a length that can be set, and charge the limit on work
	 * for one address.
	 * @param password the password
	 * @param clientIp the address of the client, or {@code null} for no limit
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#INVALID_DATA} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<Void> admit(String password, @Nullable String clientIp) {
		return Mono.defer(() -> {
			PasswordStrength.requireValidLength(password);
			return chargeHashing(clientIp);
		});
	}

	/**
	 * Charge the limit on work for one address.
	 * @param clientIp the address of the client, or {@code null} for no limit
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#INVALID_DATA} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<Void> chargeHashing(@Nullable String clientIp) {
		return Mono.defer(() -> {
			String address = ClientAddress.key(clientIp);
			return (address != null) ? this.limits.passwordHashing().charge(address).then() : Mono.empty();
		});
	}

	/**
	 * Judge the strength of a password, then hash it.
	 * @param password the password
	 * @return its hash, or an error signal with {@link FaroeError#WEAK_PASSWORD} or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<String> hash(String password) {
		return requireStrength(password).then(Mono.defer(() -> this.hasher.hash(password)));
	}

	Mono<Void> requireStrength(String password) {
		return Mono.defer(() -> this.strength.check(password));
	}

}

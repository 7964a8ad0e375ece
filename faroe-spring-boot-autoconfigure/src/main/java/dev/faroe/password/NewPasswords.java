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

	private final PasswordOwners owners;

	/**
	 * Create an instance.
	 * @param strength what judges passwords
	 * @param hasher what hashes them
	 * @param limits the limits
	 * @param owners what finds out whose password it is
	 */
	public NewPasswords(PasswordStrength strength, PasswordHasher hasher, Limits limits, PasswordOwners owners) {
		this.strength = strength;
		this.hasher = hasher;
		this.limits = limits;
		this.owners = owners;
	}

	/**
	 * Check that a password has a length that a new user can have, and charge the limit
	 * on work for one address.
	 * @param password the password
	 * @param clientIp the address of the client, or {@code null} for no limit
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#INVALID_DATA} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<Void> admitOfNewUser(String password, @Nullable String clientIp) {
		return admit(password, new PasswordOwner(null, false), clientIp);
	}

	/**
	 * Check that a password has a length that some user can set, and charge the limit on
	 * work for one address.
	 * @param password the password
	 * @param clientIp the address of the client, or {@code null} for no limit
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#INVALID_DATA} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<Void> admit(String password, @Nullable String clientIp) {
		return admit(password, PasswordOwner.ANYBODY, clientIp);
	}

	private Mono<Void> admit(String password, PasswordOwner owner, @Nullable String clientIp) {
		return Mono.defer(() -> {
			this.strength.requireValidLength(password, owner);
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
	 * Judge the strength of a password for a new user, who has no second factor yet, then
	 * hash it.
	 * @param email the email address, or {@code null} for a user without one
	 * @param password the password
	 * @return its hash, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#WEAK_PASSWORD} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<String> hashOfNewUser(@Nullable String email, String password) {
		return Mono.defer(() -> this.strength.check(password, new PasswordOwner(email, false)))
			.then(Mono.defer(() -> this.hasher.hash(password)));
	}

	/**
	 * Judge the strength of a password for a new user, and do not hash it.
	 * @param email the email address
	 * @param password the password
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#INVALID_DATA} or {@link FaroeError#WEAK_PASSWORD}
	 */
	public Mono<Void> requireStrengthOfNewUser(String email, String password) {
		return Mono.defer(() -> this.strength.check(password, new PasswordOwner(email, false)));
	}

	/**
	 * Take the time that it takes to hash something.
	 * @return a completion signal, or an error signal with
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<Void> spendTimeOfHash() {
		return Mono.defer(() -> this.hasher.hash("nobody")).then();
	}

	/**
	 * Judge the strength of a password for a user, then hash it.
	 * @param userId the user's id
	 * @param password the password
	 * @return its hash, or an error signal with {@link FaroeError#INVALID_DATA} if it is
	 * too short for somebody with the factors of the user,
	 * {@link FaroeError#WEAK_PASSWORD} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<String> hash(String userId, String password) {
		return requireStrength(userId, password).then(Mono.defer(() -> this.hasher.hash(password)));
	}

	Mono<Void> requireStrength(String userId, String password) {
		return owner(userId).flatMap((owner) -> this.strength.check(password, owner));
	}

	/**
	 * A user who is not there any more gets no password, so that no rule is about it.
	 */
	private Mono<PasswordOwner> owner(String userId) {
		return Mono.defer(() -> this.strength.dependsOnOwner() ? this.owners.find(userId) : Mono.empty())
			.defaultIfEmpty(PasswordOwner.ANYBODY);
	}

}

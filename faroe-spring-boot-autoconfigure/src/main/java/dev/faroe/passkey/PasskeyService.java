package dev.faroe.passkey;

import java.util.List;
import java.util.Map;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.client.ClientAddress;
import dev.faroe.passkey.Challenges.Ceremony;
import dev.faroe.ratelimit.Limit;
import dev.faroe.security.Secret;
import dev.faroe.security.WellFormedText;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Registers, finds, verifies and deletes passkeys (WebAuthn Level 3). A ceremony begins
 * with options for the browser, whose names are those that
 * {@code PublicKeyCredential.parseCreationOptionsFromJSON} and
 * {@code parseRequestOptionsFromJSON} read, and ends with what its {@code toJSON()}
 * returns. Each challenge takes one answer, right or wrong, within 5 minutes, whatever
 * becomes of a transaction of the caller. Failures are signalled as
 * {@link FaroeException}.
 */
public class PasskeyService {

	/** The greatest length of a name, in Unicode code points. */
	public static final int MAX_NAME_LENGTH = 100;

	private final PasskeyRepository passkeys;

	private final PasskeyRegistry registry;

	private final Accounts accounts;

	private final Challenges challenges;

	private final PasskeyVerification verification;

	private final PasskeyOptions options;

	private final Limit limit;

	private final TransactionalOperator transaction;

	PasskeyService(PasskeyRepository passkeys, PasskeyRegistry registry, Accounts accounts, Challenges challenges,
			PasskeyVerification verification, PasskeyOptions options, Limit limit, TransactionalOperator transaction) {
		this.passkeys = passkeys;
		this.registry = registry;
		this.accounts = accounts;
		this.challenges = challenges;
		this.verification = verification;
		this.options = options;
		this.limit = limit;
		this.transaction = transaction;
	}

	/**
	 * Begin to register a passkey. A change of the user that ends sessions ends this,
	 * too.
	 * @param userId the user's id
	 * @param userVerification whether the authenticator has to verify the user; if not,
	 * it does if it can
	 * @return a {@code PublicKeyCredentialCreationOptionsJSON}, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user, or
	 * {@link FaroeError#NOT_ALLOWED} if the user has the greatest number of passkeys
	 */
	public Mono<Map<String, Object>> registrationOptions(String userId, boolean userVerification) {
		return this.registry.begin(userId, (user, handle, existing) -> this.challenges
			.create(Ceremony.REGISTRATION, userId, userVerification)
			.map((challenge) -> this.options.creation(challenge, handle, user.email(), existing, userVerification)));
	}

	/**
	 * Register a passkey, beside those that the user has already.
	 * @param userId the user's id
	 * @param answer the {@code RegistrationResponseJSON}, at most 64 KiB
	 * @param name what the user calls it, from 1 to {@value #MAX_NAME_LENGTH} characters,
	 * none of which acts on what shows it
	 * @return the passkey, or an error signal with {@link FaroeError#NOT_FOUND} if there
	 * is no such user, {@link FaroeError#INVALID_DATA} for what is no answer, or if
	 * somebody has the passkey, {@link FaroeError#INVALID_REQUEST} if its challenge is
	 * unknown, expired, used or another user's, {@link FaroeError#INCORRECT_CODE} if it
	 * is wrong, or nobody vouches for the authenticator where somebody has to,
	 * {@link FaroeError#NOT_ALLOWED} if the user has the greatest number of passkeys, or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<Passkey> register(String userId, String answer, String name) {
		return this.accounts.sessionsSince(userId).flatMap((sessionsSince) -> {
			requireName(name);
			Arguments.requirePresent(answer);
			return this.verification.register(userId, answer)
				.flatMap((credential) -> this.registry.add(userId, sessionsSince, credential, name));
		}).map(StoredPasskey::passkey);
	}

	/**
	 * Begin to authenticate somebody.
	 * @param userId the user's id, for a second step, or {@code null} for whoever has a
	 * passkey on the device
	 * @param userVerification whether the authenticator has to verify the user; if not,
	 * it does if it can
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * @return a {@code PublicKeyCredentialRequestOptionsJSON}, or an error signal with
	 * {@link FaroeError#INVALID_DATA} for an address that is too long,
	 * {@link FaroeError#TOO_MANY_REQUESTS}, or {@link FaroeError#NOT_ALLOWED} if the user
	 * has no passkey, or there is no such user
	 */
	public Mono<Map<String, Object>> authenticationOptions(@Nullable String userId, boolean userVerification,
			@Nullable String clientIp) {
		Mono<List<StoredPasskey>> allowed = (userId != null) ? requireAny(userId) : Mono.just(List.of());
		return charge(clientIp).then(allowed)
			.flatMap((passkeys) -> this.challenges.create(Ceremony.AUTHENTICATION, userId, userVerification)
				.as(this.transaction::transactional)
				.map((challenge) -> this.options.request(challenge, passkeys, userVerification)));
	}

	/**
	 * Begin to authenticate whoever has a passkey on the device, by that alone, in a
	 * browser without a session: what it answers is worth something only together with
	 * the same secret, in {@link #authenticate(Secret, String)}. The authenticator has to
	 * verify the user.
	 * @param browser a random text of 112 bits at least that only the browser has, such
	 * as a cookie that scripts cannot read
	 * @param clientIp the address of the client, or {@code null} to leave out the limit
	 * @return a {@code PublicKeyCredentialRequestOptionsJSON}, or an error signal with
	 * {@link FaroeError#INVALID_DATA} for an address that is too long, or an empty
	 * secret, or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<Map<String, Object>> authenticationOptions(Secret browser, @Nullable String clientIp) {
		return Mono.defer(() -> {
			requireSecret(browser);
			return charge(clientIp)
				.then(Mono.defer(() -> this.challenges.create(browser).as(this.transaction::transactional)))
				.map((challenge) -> this.options.request(challenge, List.of(), true));
		});
	}

	private static void requireSecret(@Nullable Secret browser) {
		if (Arguments.requirePresent(browser).value().isEmpty()) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	private Mono<Void> charge(@Nullable String clientIp) {
		return Mono.defer(() -> {
			String key = ClientAddress.key(clientIp);
			return (key != null) ? this.limit.charge(key).then() : Mono.empty();
		});
	}

	private Mono<List<StoredPasskey>> requireAny(String userId) {
		return this.passkeys.findByUserId(userId)
			.collectList()
			.filter((found) -> !found.isEmpty())
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_ALLOWED)));
	}

	/**
	 * Authenticate whoever has answered, who can be anybody with a passkey. A passkey
	 * whose signature counter has gone back is refused, for there is a copy of it.
	 * @param answer the {@code AuthenticationResponseJSON}, at most 64 KiB
	 * @return whose passkey it is, or an error signal with
	 * {@link FaroeError#INVALID_DATA} for what is no answer,
	 * {@link FaroeError#INVALID_REQUEST} if its challenge is unknown, expired or used,
	 * {@link FaroeError#INCORRECT_CODE} if the passkey is unknown or another user's than
	 * the challenge, the answer is wrong, or the user is disabled, or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<PasskeyAuthentication> authenticate(String answer) {
		return Mono.defer(() -> this.verification.authenticate(null, Arguments.requirePresent(answer)));
	}

	/**
	 * Authenticate a user who is known already, as in a second step. Does as
	 * {@link #authenticate(String)}, but the passkey of anybody else is wrong, also if
	 * the challenge is for everybody.
	 * @param userId the user's id
	 * @param answer the {@code AuthenticationResponseJSON}, at most 64 KiB
	 * @return the passkey, or an error signal as there
	 */
	public Mono<PasskeyAuthentication> authenticate(String userId, String answer) {
		return Mono.defer(() -> this.verification.authenticate(Arguments.requirePresent(userId),
				Arguments.requirePresent(answer)));
	}

	/**
	 * Authenticate whoever has answered in a browser. Does as
	 * {@link #authenticate(String)}, but takes answers to what
	 * {@link #authenticationOptions(Secret, String)} has returned for the same browser
	 * alone. Others do not use the challenge up.
	 * @param browser the secret of the browser
	 * @param answer the {@code AuthenticationResponseJSON}, at most 64 KiB
	 * @return whose passkey it is, or an error signal as there
	 */
	public Mono<PasskeyAuthentication> authenticate(Secret browser, String answer) {
		return Mono.defer(() -> {
			requireSecret(browser);
			return this.verification.authenticateIn(browser, Arguments.requirePresent(answer));
		});
	}

	/**
	 * List the passkeys of a user.
	 * @param userId the user's id
	 * @return the passkeys, the oldest first, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Flux<Passkey> list(String userId) {
		return this.accounts.require(userId)
			.thenMany(Flux.defer(() -> this.passkeys.findByUserId(userId)))
			.map(StoredPasskey::passkey);
	}

	/**
	 * Find a passkey.
	 * @param id the passkey's id
	 * @return the passkey, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Passkey> get(String id) {
		return find(id).map(StoredPasskey::passkey);
	}

	/**
	 * Give a passkey another name.
	 * @param id the passkey's id
	 * @param name the name, from 1 to {@value #MAX_NAME_LENGTH} characters, none of which
	 * acts on what shows it
	 * @return the passkey, or an error signal with {@link FaroeError#NOT_FOUND} or
	 * {@link FaroeError#INVALID_DATA}
	 */
	public Mono<Passkey> rename(String id, String name) {
		return find(id).doOnNext((found) -> requireName(name))
			.flatMap((found) -> this.passkeys.rename(id, name))
			.then(Mono.defer(() -> get(id)));
	}

	/**
	 * Delete a passkey, and end the sessions of its user.
	 * @param id the passkey's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> delete(String id) {
		return find(id).flatMap(this.registry::delete);
	}

	/**
	 * Delete all passkeys of a user, and end the user's sessions if there were any.
	 * @param userId the user's id
	 * @return how many there were, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user
	 */
	public Mono<Integer> deleteAll(String userId) {
		return this.registry.deleteAll(userId);
	}

	/**
	 * Return the pages on other domains that may ask for the same passkeys, for
	 * {@code /.well-known/webauthn} (WebAuthn Level 3, 5.11). The steps of the log-in
	 * serve it.
	 * @return their addresses, such as {@code https://shop.other.example}
	 */
	public List<String> relatedOrigins() {
		return this.options.relatedOrigins();
	}

	private Mono<StoredPasskey> find(String id) {
		return Arguments.id(id)
			.flatMap(this.passkeys::findById)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)));
	}

	private static void requireName(@Nullable String name) {
		String text = WellFormedText.require(name);
		if (text.codePointCount(0, text.length()) > MAX_NAME_LENGTH || text.codePoints().anyMatch(WellFormedText::acts)
				|| text.codePoints().noneMatch(PasskeyService::isShown)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	private static boolean isShown(int codePoint) {
		return !Character.isWhitespace(codePoint) && !Character.isSpaceChar(codePoint)
				&& Character.getType(codePoint) != Character.FORMAT;
	}

}

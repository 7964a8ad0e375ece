package dev.faroe.passkey;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.UnaryOperator;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChange;
import dev.faroe.account.Voidable;
import dev.faroe.cleanup.ExpiredRequests;
import dev.faroe.security.Secret;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.SeparateConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * The challenges that wait for an answer: each for one ceremony, and for one answer,
 * right or wrong. Only hashes of them are kept.
 */
final class Challenges implements Voidable, ExpiredRequests {

	/** How long an answer is waited for. */
	static final Duration LIFETIME = Duration.ofMinutes(5);

	/** Bytes of a challenge; WebAuthn asks for 16 at least. */
	private static final int LENGTH = 32;

	/**
	 * A user can have begun on several devices. What is begun for a user is bounded by
	 * this, for anybody can begin it who knows an address.
	 */
	private static final int KEPT = 10;

	private final ChallengeRepository rows;

	private final TokenGenerator tokens;

	private final Clock clock;

	private final SeparateConnection separately;

	Challenges(ChallengeRepository rows, SeparateConnection separately, TokenGenerator tokens, Clock clock) {
		this.rows = rows;
		this.separately = separately;
		this.tokens = tokens;
		this.clock = clock;
	}

	/**
	 * Make a challenge.
	 * @param ceremony what it is for
	 * @param userId the id of the user for whom it is, or {@code null} for anybody
	 * @param userVerification whether the authenticator has to verify the user
	 * @return the challenge, or an error signal with {@link FaroeError#NOT_ALLOWED} if
	 * the user is not there any more
	 */
	Mono<byte[]> create(Ceremony ceremony, @Nullable String userId, boolean userVerification) {
		return create(ceremony, userId, userVerification, UnaryOperator.identity());
	}

	/**
	 * Make a challenge for anybody who authenticates in one browser, and is verified.
	 * @param browser the secret of the browser
	 * @return the challenge
	 */
	Mono<byte[]> create(Secret browser) {
		return create(Ceremony.LOG_IN, null, true, (random) -> BoundChallenge.of(browser, random));
	}

	private Mono<byte[]> create(Ceremony ceremony, @Nullable String userId, boolean userVerification,
			UnaryOperator<byte[]> binding) {
		return Mono.defer(() -> {
			byte[] challenge = binding.apply(this.tokens.key(LENGTH));
			String hash = hash(challenge);
			Instant now = now();
			return this.rows.insert(hash, ceremony.column(), userId, userVerification, now, now.plus(LIFETIME))
				.onErrorMap(DataIntegrityViolationException.class, (ex) -> new FaroeException(FaroeError.NOT_ALLOWED))
				.then((userId != null) ? this.rows.deleteAllBut(hash, KEPT - 1, userId, ceremony.column())
						: Mono.empty())
				.thenReturn(challenge);
		});
	}

	/**
	 * Use a challenge up, whatever becomes of a transaction of the caller.
	 * @param ceremony what it has to be for
	 * @param challenge the challenge
	 * @return what was stored about it, or an error signal with
	 * {@link FaroeError#INVALID_REQUEST} if there is none, or it has expired, or with an
	 * {@link IllegalStateException} if it was made in the transaction of the caller
	 */
	Mono<StoredChallenge> consume(Ceremony ceremony, byte[] challenge) {
		Mono<StoredChallenge> found = Mono.defer(() -> this.rows.find(hash(challenge), ceremony.column(), now()));
		return found
			.flatMap((stored) -> this.separately.run(Mono.defer(() -> this.rows.delete(stored.challengeHash())))
				.filter((rows) -> rows > 0)
				.map((rows) -> stored))
			.switchIfEmpty(found.flatMap((uncommitted) -> SeparateConnection.notCommitted()))
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.INVALID_REQUEST)));
	}

	private static String hash(byte[] challenge) {
		try {
			return Base64Url.encode(MessageDigest.getInstance("SHA-256").digest(challenge));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java SE platform has SHA-256", ex);
		}
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	@Override
	public Mono<Void> voidAfter(AccountChange change, String userId) {
		return this.rows.deleteByUserId(userId).then();
	}

	@Override
	public Mono<Integer> deleteExpired(Instant now, int limit) {
		return this.rows.deleteExpired(now, limit);
	}

	/**
	 * What a challenge is for.
	 */
	enum Ceremony {

		/** Registering a passkey. */
		REGISTRATION,

		/** Authenticating with one. */
		AUTHENTICATION,

		/** Authenticating by one alone, in one browser. */
		LOG_IN;

		String column() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

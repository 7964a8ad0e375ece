package dev.faroe.password.breach;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.password.CompromisedPasswordDecision;
import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;
import org.springframework.util.Assert;

/**
 * Asks the <a href="https://haveibeenpwned.com/API/v3#PwnedPasswords">Have I Been Pwned
 * range API</a> whether a password is known from a breach. The API gets the first five
 * hexadecimal digits of the password's SHA-1 hash and answers with all hashes that begin
 * so; the comparison is made here.
 * <p>
 * A check never takes longer than {@link BreachCheckProperties#timeout()}. When
 * {@link BreachCheckProperties#failureThreshold()} checks in a row have failed, further
 * ones are suspended and do not wait at all; after
 * {@link BreachCheckProperties#openDuration()} a single check is tried. An answer that is
 * not 200, empty, malformed, cut short or larger than 1 MiB is a failure, never "not
 * found". At most 64 checks are under way at once; those beyond are not made, and that
 * suspends nothing.
 * <p>
 * A check that fails or is not made ends as {@link BreachCheckProperties#onFailure()}
 * says. With {@link OnCheckFailure#ALLOW} the password counts as not compromised. With
 * {@link OnCheckFailure#REJECT} the check signals a {@link FaroeException} with
 * {@link FaroeError#SERVICE_UNAVAILABLE} rather than a compromised password, so that
 * nobody is told that a password is weak when nothing is known about it.
 * <p>
 * Needs WebFlux and Reactor Netty. Neither the password nor any part of its hash is
 * logged by this class.
 */
public final class PwnedPasswordChecker implements ReactiveCompromisedPasswordChecker, AutoCloseable {

	/** The name of the bean, which is no candidate for injection by type alone. */
	public static final String BEAN_NAME = "faroeCompromisedPasswordChecker";

	private final BreachCheckProperties settings;

	private final PwnedPasswordsBreaker breaker;

	private final PwnedPasswordsClient client;

	/**
	 * Create a checker with a connection pool of its own.
	 * @param settings how to reach the API
	 * @param clock the clock that measures how long checks have been suspended
	 */
	public PwnedPasswordChecker(BreachCheckProperties settings, Clock clock) {
		Assert.notNull(settings, "settings must not be null");
		Assert.notNull(clock, "clock must not be null");
		this.settings = settings;
		this.breaker = new PwnedPasswordsBreaker(settings, clock);
		this.client = new PwnedPasswordsClient(settings);
	}

	/**
	 * Read the system's name server and TLS settings, on a thread that may block. It
	 * takes a few tenths of a second, which the first check has to wait for otherwise.
	 * @return completion when that is done, or has failed and will be tried again by a
	 * check
	 */
	public Mono<Void> prepare() {
		return this.client.prepare().onErrorComplete();
	}

	/**
	 * Check a password.
	 * @param password the password, or {@code null} for none, which is never compromised
	 * @return whether the password is known from a breach; or, if that could not be found
	 * out and the settings say {@link OnCheckFailure#REJECT}, a {@link FaroeException}
	 */
	@Override
	public Mono<CompromisedPasswordDecision> check(@Nullable String password) {
		if (password == null) {
			return Mono.just(new CompromisedPasswordDecision(false));
		}
		return this.breaker.guard(Mono.defer(() -> this.client.contains(sha1(password))))
			.onErrorResume(RangeException.class, (failure) -> onFailure())
			.map(CompromisedPasswordDecision::new);
	}

	private Mono<Boolean> onFailure() {
		return switch (this.settings.onFailure()) {
			case ALLOW -> Mono.just(false);
			case REJECT -> Mono.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE, this.settings.openDuration()));
		};
	}

	/**
	 * Tell whether checks are suspended. They are from the failure that suspends them
	 * until one has been tried again and has succeeded.
	 * @return whether checks are suspended after failures
	 */
	public boolean isSuspended() {
		return !this.breaker.isClosed();
	}

	/**
	 * Close the connections, without waiting for them. Checks that are made later fail.
	 */
	@Override
	public void close() {
		this.client.close();
	}

	private static String sha1(String password) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-1");
			return HexFormat.of().withUpperCase().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

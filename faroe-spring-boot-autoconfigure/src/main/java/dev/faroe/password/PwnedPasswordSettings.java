package dev.faroe.password;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * How {@link PwnedPasswordChecker} reaches the Have I Been Pwned range API, and what it
 * does when it cannot.
 *
 * @param baseUrl the address of the API, to which {@code /range/} and five hexadecimal
 * digits are added: an {@code http} or {@code https} URL with no user info, query or
 * fragment; a slash at its end is removed. Plain {@code http} suits a mirror in the same
 * network only: whoever can change the answer can make any password pass
 * @param timeout the longest that one check may take, with name resolution, connecting
 * and reading; 1 millisecond to 30 seconds
 * @param addPadding whether to ask for padding, so that the size of an encrypted answer
 * does not tell an observer which range was read
 * @param onFailure what becomes of a password when the check fails or is suspended
 * @param failureThreshold how many checks must fail in a row to suspend further ones; 1
 * to 1000
 * @param openDuration how long checks are suspended before one is tried again; 1
 * millisecond to 1 day
 */
public record PwnedPasswordSettings(URI baseUrl, Duration timeout, boolean addPadding, OnFailure onFailure,
		int failureThreshold, Duration openDuration) {

	/** The public instance of the API. */
	public static final String DEFAULT_BASE_URL = "https://api.pwnedpasswords.com";

	/** The default {@link #timeout()}, in milliseconds: two seconds. */
	public static final long DEFAULT_TIMEOUT_MILLIS = 2000;

	/** The default {@link #failureThreshold()}: the first failure suspends the checks. */
	public static final int DEFAULT_FAILURE_THRESHOLD = 1;

	/** The default {@link #openDuration()}, in milliseconds: one minute. */
	public static final long DEFAULT_OPEN_DURATION_MILLIS = 60_000;

	private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

	private static final int MAX_FAILURE_THRESHOLD = 1000;

	private static final Duration MAX_OPEN_DURATION = Duration.ofDays(1);

	/**
	 * Create the settings.
	 * @throws IllegalArgumentException if a value is missing or out of its range
	 */
	public PwnedPasswordSettings {
		baseUrl = checked(baseUrl);
		checked("timeout", timeout, MAX_TIMEOUT);
		Assert.notNull(onFailure, "onFailure must not be null");
		Assert.isTrue(failureThreshold >= 1 && failureThreshold <= MAX_FAILURE_THRESHOLD,
				() -> "failureThreshold must be from 1 to " + MAX_FAILURE_THRESHOLD);
		checked("openDuration", openDuration, MAX_OPEN_DURATION);
	}

	/**
	 * Return the default settings: the public instance, two seconds, padding on,
	 * passwords allowed when the check fails, and checks suspended for a minute by one
	 * failure.
	 * @return the default settings
	 */
	public static PwnedPasswordSettings defaults() {
		return new PwnedPasswordSettings(URI.create(DEFAULT_BASE_URL), Duration.ofMillis(DEFAULT_TIMEOUT_MILLIS), true,
				OnFailure.ALLOW, DEFAULT_FAILURE_THRESHOLD, Duration.ofMillis(DEFAULT_OPEN_DURATION_MILLIS));
	}

	private static URI checked(URI baseUrl) {
		Assert.notNull(baseUrl, "baseUrl must not be null");
		String scheme = (baseUrl.getScheme() != null) ? baseUrl.getScheme().toLowerCase(Locale.ROOT) : "";
		Assert.isTrue((scheme.equals("http") || scheme.equals("https")) && StringUtils.hasText(baseUrl.getHost()),
				"baseUrl must be an absolute http or https URL");
		Assert.isTrue(
				baseUrl.getRawUserInfo() == null && baseUrl.getRawQuery() == null && baseUrl.getRawFragment() == null,
				"baseUrl must have no user info, query or fragment");
		return URI.create(StringUtils.trimTrailingCharacter(baseUrl.toString(), '/'));
	}

	private static void checked(String name, Duration duration, Duration max) {
		Assert.notNull(duration, () -> name + " must not be null");
		Assert.isTrue(duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(max) <= 0,
				() -> name + " must be from 1 ms to " + max.toSeconds() + " s");
	}

}

package dev.faroe.password.breach;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The check of new passwords against known breaches, with the range API of Have I Been
 * Pwned. The password never leaves the application: the first 5 of the 40 hexadecimal
 * digits of its SHA-1 digest do.
 * <p>
 * Plain {@code http} suits a mirror in the same network only: whoever can change the
 * answer can make any password pass.
 *
 * @param enabled Whether new passwords are checked.
 * @param baseUrl Address of the range API: http or https, without user info, query or
 * fragment.
 * @param timeout How long one check may take in all, up to 30 seconds.
 * @param addPadding Whether to ask for responses whose size says nothing.
 * @param onFailure What becomes of a password that cannot be checked.
 * @param failureThreshold Number of failures in a row after which checks are given up for
 * a while.
 * @param openDuration How long checks are given up, up to one day.
 */
@ConfigurationProperties("faroe.password.breach-check")
record BreachCheckProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("https://api.pwnedpasswords.com") URI baseUrl, @DefaultValue("2s") Duration timeout,
		@DefaultValue("true") boolean addPadding, @DefaultValue("allow") OnCheckFailure onFailure,
		@DefaultValue("1") int failureThreshold, @DefaultValue("60s") Duration openDuration) {

	private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

	private static final int MAX_FAILURE_THRESHOLD = 1000;

	private static final Duration MAX_OPEN_DURATION = Duration.ofDays(1);

	/**
	 * Create the settings.
	 * @throws IllegalArgumentException if a value is missing or out of its range
	 */
	BreachCheckProperties {
		baseUrl = checked(baseUrl);
		checked("timeout", timeout, MAX_TIMEOUT);
		Assert.notNull(onFailure, "onFailure must not be null");
		Assert.isTrue(failureThreshold >= 1 && failureThreshold <= MAX_FAILURE_THRESHOLD,
				() -> "failureThreshold must be from 1 to " + MAX_FAILURE_THRESHOLD);
		checked("openDuration", openDuration, MAX_OPEN_DURATION);
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

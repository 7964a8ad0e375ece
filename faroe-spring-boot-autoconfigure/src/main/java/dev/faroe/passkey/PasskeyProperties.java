package dev.faroe.passkey;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.webauthn4j.anchor.TrustAnchorRepository;
import dev.faroe.FaroeConfigurationException;
import dev.faroe.ratelimit.RateLimit;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Passkeys (WebAuthn Level 3).
 *
 * @param enabled Whether users can have passkeys.
 * @param rpId Domain that passkeys are for, such as shop.example. They cannot be used
 * anywhere else, also after it has changed. By default, the host of the first origin.
 * @param rpName Name of the service that authenticators may show. By default, the name of
 * the application.
 * @param origins Addresses of the pages that ask for passkeys, such as
 * https://shop.example: of the domain or below it, with https, except on localhost.
 * @param relatedOrigins Addresses of the pages on other domains that ask for the same
 * passkeys, such as https://shop.other.example. Served at /.well-known/webauthn, where
 * browsers look for them on the domain that passkeys are for. Browsers take five
 * different names at least.
 * @param maxPasskeys Greatest number of passkeys of one user. Registering more is
 * answered with NOT_ALLOWED.
 * @param attestation What an authenticator that makes a passkey is asked to say of
 * itself. With DIRECT, only those are taken for which a TrustAnchorRepository bean of the
 * application vouches, such as one with the FIDO Metadata Service; browsers ask the user
 * first.
 * @param attestationTimeout How long it may take to find out whether somebody vouches for
 * an authenticator, up to 5 minutes. Then the registration is answered with
 * SERVICE_UNAVAILABLE.
 * @param threads Number of threads that verify what authenticators answer. By default,
 * the number of processors. With DIRECT, there are as many more for registrations.
 * @param queueCapacity How many answers may wait for a thread. Further ones are answered
 * with SERVICE_UNAVAILABLE.
 * @param challengeLimit How often one client address can ask to authenticate.
 */
@ConfigurationProperties("faroe.passkeys")
record PasskeyProperties(@DefaultValue("false") boolean enabled, @Nullable String rpId, @Nullable String rpName,
		@DefaultValue List<URI> origins, @DefaultValue List<URI> relatedOrigins, @DefaultValue("20") int maxPasskeys,
		@DefaultValue("none") Attestation attestation, @DefaultValue("10s") Duration attestationTimeout,
		@Nullable Integer threads, @DefaultValue("256") int queueCapacity,
		@DefaultValue ChallengeLimit challengeLimit) {

	private static final int MAX_RELATED = 100;

	private static final Duration LONGEST_ATTESTATION = Duration.ofMinutes(5);

	PasskeyProperties {
		origins = List.copyOf(origins);
		Assert.isTrue(!enabled || !origins.isEmpty(), "origins must not be empty");
		origins.forEach((origin) -> requireOrigin("origins", origin));
		relatedOrigins = List.copyOf(relatedOrigins);
		Assert.isTrue(relatedOrigins.size() <= MAX_RELATED, "relatedOrigins must not be more than " + MAX_RELATED);
		relatedOrigins.forEach((origin) -> requireOrigin("relatedOrigins", origin));
		Assert.isTrue(rpId == null || rpId.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)*"),
				"rpId must be a domain in lower case, without scheme and port");
		Assert.isTrue(maxPasskeys >= 1 && maxPasskeys <= 1000, "maxPasskeys must be between 1 and 1000");
		Assert.isTrue(
				attestationTimeout.compareTo(Duration.ZERO) > 0
						&& attestationTimeout.compareTo(LONGEST_ATTESTATION) <= 0,
				"attestationTimeout must be between 0 and 5 minutes");
		Assert.isTrue(threads == null || threads >= 1 && threads <= 1024, "threads must be between 1 and 1024");
		Assert.isTrue(queueCapacity >= 1 && queueCapacity <= 1_000_000, "queueCapacity must be between 1 and 1000000");
	}

	private static void requireOrigin(String name, URI origin) {
		boolean secure = "https".equals(origin.getScheme())
				|| "http".equals(origin.getScheme()) && "localhost".equals(origin.getHost());
		Assert.isTrue(
				secure && origin.getHost() != null && origin.getUserInfo() == null
						&& origin.toString().equals(origin.getScheme() + "://" + origin.getRawAuthority())
						&& origin.toString().equals(origin.toString().toLowerCase(Locale.ROOT)),
				() -> name + " must be like https://shop.example, but one is " + origin);
	}

	/**
	 * Return the addresses of all pages that may ask for passkeys.
	 */
	List<String> allOrigins() {
		return Stream.concat(this.origins.stream(), this.relatedOrigins.stream()).map(URI::toString).toList();
	}

	/**
	 * Return the domain that passkeys are for, of which all origins are.
	 */
	String requireRpId() {
		String domain = (this.rpId != null) ? this.rpId : this.origins.get(0).getHost();
		for (URI origin : this.origins) {
			if (!origin.getHost().equals(domain) && !origin.getHost().endsWith("." + domain)) {
				throw new FaroeConfigurationException(
						"faroe.passkeys.origins has " + origin + ", which is not of the domain " + domain
								+ " that passkeys are for: browsers refuse them there.",
						"Set faroe.passkeys.rp-id to a domain that all faroe.passkeys.origins are of, or move the"
								+ " origin to faroe.passkeys.related-origins.");
			}
		}
		return domain;
	}

	String rpNameOr(@Nullable String applicationName) {
		if (this.rpName != null) {
			return this.rpName;
		}
		return StringUtils.hasText(applicationName) ? applicationName : requireRpId();
	}

	/**
	 * Return who vouches for authenticators.
	 * @param anchors the trust anchors of the application
	 * @return them, or {@code null} if nobody has to
	 */
	@Nullable TrustAnchorRepository requireAnchors(ObjectProvider<TrustAnchorRepository> anchors) {
		if (this.attestation == Attestation.NONE) {
			return null;
		}
		TrustAnchorRepository repository = anchors.getIfUnique();
		if (repository == null) {
			throw new FaroeConfigurationException(
					"faroe.passkeys.attestation is direct, but there is nobody to vouch for authenticators.",
					"Define a TrustAnchorRepository bean, such as webauthn4j-metadata has, or set"
							+ " faroe.passkeys.attestation to none.");
		}
		return repository;
	}

	/**
	 * Return what verifies authenticators.
	 * @param processors the number of threads if no other is set
	 */
	CeremonyThreads startThreads(int processors) {
		int number = (this.threads != null) ? this.threads : processors;
		return (this.attestation == Attestation.NONE) ? new CeremonyThreads(number, this.queueCapacity)
				: new CeremonyThreads(number, this.queueCapacity, this.attestationTimeout);
	}

	/**
	 * What an authenticator says of itself (WebAuthn Level 3, 5.4.7).
	 */
	enum Attestation {

		/** Nothing. */
		NONE,

		/** Which model it is, with a signature of its maker. */
		DIRECT;

		String value() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * How often one client address can ask to authenticate.
	 *
	 * @param capacity Number of requests at once.
	 * @param period Time after which one more is allowed.
	 */
	record ChallengeLimit(@DefaultValue("30") int capacity, @DefaultValue("2s") Duration period) {

		ChallengeLimit {
			limit(capacity, period);
		}

		RateLimit limit() {
			return limit(this.capacity, this.period);
		}

		private static RateLimit limit(int capacity, Duration period) {
			return RateLimit.bucket("passkey-challenge", capacity, period);
		}

	}

}

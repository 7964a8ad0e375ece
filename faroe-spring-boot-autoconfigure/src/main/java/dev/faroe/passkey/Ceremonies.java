package dev.faroe.passkey;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.androidkey.AndroidKeyAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.apple.AppleAnonymousAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.tpm.TPMAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.u2f.FIDOU2FAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

import org.springframework.util.function.SingletonSupplier;

/**
 * Reads and verifies what authenticators answer, by the procedures of WebAuthn Level 3,
 * 7.1 and 7.2. Without trust anchors, attestations are not looked at: none is asked for.
 */
final class Ceremonies {

	/** The algorithms that are asked for, the preferred one first. */
	static final List<Long> ALGORITHMS = List.of(-7L, -8L, -257L);

	private static final Log logger = LogFactory.getLog(Ceremonies.class);

	private static final List<PublicKeyCredentialParameters> PARAMETERS = ALGORITHMS.stream()
		.map((algorithm) -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY,
				COSEAlgorithmIdentifier.create(algorithm)))
		.toList();

	/** Longer answers are nobody's. */
	private static final int MAX_LENGTH = 64 * 1024;

	/** Longest id of a credential, in bytes (WebAuthn Level 3, 4). */
	private static final int MAX_CREDENTIAL_ID = 1023;

	/** Longest data of a credential that are stored, in Base64 for URLs. */
	private static final int MAX_CREDENTIAL = 8192;

	private final JsonMapper json = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final String rpId;

	private final Set<Origin> origins;

	private final Supplier<Library> library;

	/**
	 * Create an instance.
	 * @param rpId the domain that passkeys are for
	 * @param origins the pages that may ask for them
	 * @param anchors who vouches for the authenticators that are taken, or {@code null}
	 * to take any
	 */
	Ceremonies(String rpId, List<String> origins, @Nullable TrustAnchorRepository anchors) {
		this.rpId = rpId;
		this.origins = origins.stream().map(Origin::new).collect(Collectors.toUnmodifiableSet());
		this.library = SingletonSupplier.of(() -> library(anchors));
	}

	private static Library library(@Nullable TrustAnchorRepository anchors) {
		ObjectConverter converter = new ObjectConverter(
				JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build(), new CBORMapper());
		WebAuthnManager manager = (anchors != null) ? attesting(new ReportedTrustAnchors(anchors), converter)
				: WebAuthnManager.createNonStrictWebAuthnManager(converter);
		// The statement that stores a use decides about the counter: of two at once, one.
		manager.getAuthenticationDataVerifier().setMaliciousCounterValueHandler((answer) -> {
		});
		return new Library(manager, new AttestedCredentialDataConverter(converter));
	}

	/**
	 * Load the library, which takes a while. The first answer does it otherwise.
	 */
	void prepare() {
		this.library.get();
	}

	/**
	 * An authenticator that attests with the key of the passkey itself says nothing that
	 * a program could not.
	 */
	private static WebAuthnManager attesting(TrustAnchorRepository anchors, ObjectConverter converter) {
		return new WebAuthnManager(
				List.of(new PackedAttestationStatementVerifier(), new TPMAttestationStatementVerifier(),
						new AndroidKeyAttestationStatementVerifier(), new AppleAnonymousAttestationStatementVerifier(),
						new FIDOU2FAttestationStatementVerifier()),
				new DefaultCertPathTrustworthinessVerifier(anchors),
				new DefaultSelfAttestationTrustworthinessVerifier(false), converter);
	}

	/**
	 * Read the answer of an authenticator that has made a passkey.
	 */
	Registration readRegistration(String answer) {
		return reading(() -> {
			requireCredential(answer);
			Registration registration = new Registration(manager().parseRegistrationResponseJSON(answer));
			if (!registration.credentialId().equals(this.json.readTree(answer).path("id").stringValue(""))) {
				throw new FaroeException(FaroeError.INVALID_DATA);
			}
			return registration;
		});
	}

	/**
	 * Read the answer of an authenticator that has a passkey.
	 */
	Assertion readAssertion(String answer) {
		return reading(() -> {
			requireCredential(answer);
			return new Assertion(manager().parseAuthenticationResponseJSON(answer));
		});
	}

	/**
	 * What is no answer at all makes the library fail with any exception, whose message
	 * can quote it.
	 */
	private static <T> T reading(Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (RuntimeException ex) {
			logger.debug("An answer of an authenticator cannot be read: " + ex.getClass().getName());
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	private void requireCredential(String answer) {
		if (answer.length() > MAX_LENGTH) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		JsonNode credential = this.json.readTree(answer);
		String id = credential.path("id").stringValue("");
		boolean complete = !id.isEmpty() && id.equals(credential.path("rawId").stringValue(""))
				&& "public-key".equals(credential.path("type").stringValue(""))
				&& Base64Url.decode(id).length <= MAX_CREDENTIAL_ID;
		boolean padded = credential.path("response")
			.valueStream()
			.anyMatch((member) -> member.stringValue("").endsWith("="));
		if (!complete || padded) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	/**
	 * Verify a registration.
	 * @param registration what was read
	 * @param challenge the challenge that has been used up for it
	 * @return what there is to store of the passkey
	 */
	NewCredential verify(Registration registration, StoredChallenge challenge) {
		verifying(
				() -> manager().verify(registration.data(), new RegistrationParameters(server(registration.challenge()),
						PARAMETERS, challenge.userVerification(), true)));
		NewCredential credential = registration.credential(this.library.get().credentials());
		if (credential.credential().length() > MAX_CREDENTIAL) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return credential;
	}

	/**
	 * Verify an assertion, but for the signature counter.
	 * @param assertion what was read
	 * @param passkey the passkey
	 * @param challenge the challenge that has been used up for it
	 */
	void verify(Assertion assertion, StoredPasskey passkey, StoredChallenge challenge) {
		CredentialRecordImpl known = new CredentialRecordImpl(null, passkey.uvInitialized(), passkey.backupEligible(),
				passkey.backedUp(), passkey.signCount(),
				this.library.get().credentials().convert(Base64Url.decode(passkey.credential())), null, null, null,
				null);
		verifying(() -> manager().verify(assertion.data(), new AuthenticationParameters(server(assertion.challenge()),
				known, null, challenge.userVerification(), true)));
	}

	private WebAuthnManager manager() {
		return this.library.get().manager();
	}

	private ServerProperty server(byte[] challenge) {
		return ServerProperty.builder()
			.origins(this.origins)
			.rpId(this.rpId)
			.challenge(new DefaultChallenge(challenge))
			.build();
	}

	private void verifying(Runnable verification) {
		try {
			verification.run();
		}
		catch (VerificationException ex) {
			logger.debug("An answer of an authenticator is refused for " + this.rpId + " and " + this.origins + ": "
					+ ex.getClass().getSimpleName());
			throw new FaroeException(FaroeError.INCORRECT_CODE);
		}
		catch (FaroeException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.debug("An answer of an authenticator cannot be verified: " + ex.getClass().getName());
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
	}

	private record Library(WebAuthnManager manager, AttestedCredentialDataConverter credentials) {
	}

}

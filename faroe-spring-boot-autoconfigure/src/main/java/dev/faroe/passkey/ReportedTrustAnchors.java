package dev.faroe.passkey;

import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The trust anchors of the application. While they cannot be had, that is not the fault
 * of an authenticator: it may try again.
 */
final class ReportedTrustAnchors implements TrustAnchorRepository {

	private static final Log logger = LogFactory.getLog(ReportedTrustAnchors.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private final TrustAnchorRepository anchors;

	ReportedTrustAnchors(TrustAnchorRepository anchors) {
		this.anchors = anchors;
	}

	@Override
	public Set<TrustAnchor> find(AAGUID model) {
		return reporting(() -> this.anchors.find(model));
	}

	@Override
	public Set<TrustAnchor> find(byte[] attestationCertificateKeyIdentifier) {
		return reporting(() -> this.anchors.find(attestationCertificateKeyIdentifier));
	}

	private static Set<TrustAnchor> reporting(Supplier<Set<TrustAnchor>> find) {
		try {
			return find.get();
		}
		catch (VerificationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.warn("No passkey can be registered, because the trust anchors of authenticators cannot be had", ex);
			throw new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER);
		}
	}

}

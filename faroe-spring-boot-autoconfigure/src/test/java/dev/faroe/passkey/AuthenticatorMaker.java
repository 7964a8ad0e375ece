package dev.faroe.passkey;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes authenticators of one model that attest (format {@code packed}) with a
 * certificate of their maker, and tells the FIDO Metadata Service of it.
 */
final class AuthenticatorMaker {

	/** {@code id-fido-gen-ce-aaguid}. */
	private static final ASN1ObjectIdentifier MODEL = new ASN1ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4");

	private final UUID model = UUID.randomUUID();

	private final KeyPair rootKeys = Algorithm.ES256.keyPair();

	private final X509Certificate root = certificate("CN=Maker", "CN=Maker", this.rootKeys, this.rootKeys, null);

	private final KeyPair keys = Algorithm.ES256.keyPair();

	UUID model() {
		return this.model;
	}

	/**
	 * Return what vouches for the authenticators.
	 */
	TrustAnchor anchor() {
		return new TrustAnchor(this.root, null);
	}

	/**
	 * Return the certificate of the root in the format PEM.
	 */
	String rootInText() {
		return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded(this.root))
				+ "\n-----END CERTIFICATE-----\n";
	}

	/**
	 * Make an authenticator.
	 */
	SoftwareAuthenticator make() {
		return attest(new SoftwareAuthenticator(LibraryRelyingParty.ORIGIN, Algorithm.ES256).aaguid(this.model),
				this.model);
	}

	/**
	 * Make an authenticator attest with a certificate for a model.
	 */
	SoftwareAuthenticator attest(SoftwareAuthenticator authenticator, UUID certified) {
		X509Certificate certificate = certificate("CN=Maker", "C=SE,O=Maker,OU=Authenticator Attestation,CN=Key",
				this.rootKeys, this.keys, certified);
		ByteArrayOutputStream clientData = new ByteArrayOutputStream();
		authenticator.hooks().clientDataJson((json) -> {
			clientData.reset();
			clientData.writeBytes(json);
			return json;
		}).attestation((attestation) -> {
			byte[] signature = Algorithm.ES256.sign(this.keys.getPrivate(), (byte[]) attestation.get("authData"),
					SoftwareAuthenticator.sha256(clientData.toByteArray()));
			Map<String, Object> attested = new LinkedHashMap<>(attestation);
			attested.put("fmt", "packed");
			attested.put("attStmt", statement(signature, certificate));
			return attested;
		});
		return authenticator;
	}

	private static Map<String, Object> statement(byte[] signature, X509Certificate certificate) {
		Map<String, Object> statement = new LinkedHashMap<>();
		statement.put("alg", Algorithm.ES256.identifier());
		statement.put("sig", signature);
		statement.put("x5c", List.of(encoded(certificate)));
		return statement;
	}

	/**
	 * Return an entry of the metadata about the model.
	 * @param status what became of it, such as {@code FIDO_CERTIFIED} or {@code REVOKED}
	 */
	Map<String, Object> metadata(String status) {
		Map<String, Object> statement = new HashMap<>();
		statement.put("legalHeader", "None");
		statement.put("aaguid", this.model.toString());
		statement.put("description", "Key");
		statement.put("authenticatorVersion", 1);
		statement.put("protocolFamily", "fido2");
		statement.put("schema", 3);
		statement.put("upv", List.of(Map.of("major", 1, "minor", 1)));
		statement.put("authenticationAlgorithms", List.of("secp256r1_ecdsa_sha256_raw"));
		statement.put("publicKeyAlgAndEncodings", List.of("cose"));
		statement.put("attestationTypes", List.of("basic_full"));
		statement.put("userVerificationDetails",
				List.of(List.of(Map.of("userVerificationMethod", "presence_internal"))));
		statement.put("keyProtection", List.of("hardware"));
		statement.put("matcherProtection", List.of("on_chip"));
		statement.put("attachmentHint", List.of("internal"));
		statement.put("tcDisplay", List.of());
		statement.put("attestationRootCertificates", List.of(Base64.getEncoder().encodeToString(encoded(this.root))));
		return Map.of("aaguid", this.model.toString(), "metadataStatement", statement, "statusReports",
				List.of(Map.of("status", status, "effectiveDate", "2020-01-01")), "timeOfLastStatusChange",
				"2020-01-01");
	}

	/**
	 * Sign the metadata of models as the service does, with a certificate that could be
	 * revoked.
	 * @param revocations where the list of revoked certificates is
	 * @return a {@code blob.jwt} of the FIDO Metadata Service, version 3
	 */
	String blob(List<Map<String, Object>> entries, String revocations) {
		X509Certificate certificate = certificate("CN=Maker", "CN=Service", this.rootKeys, this.keys, null,
				revocations);
		Map<String, Object> payload = Map.of("legalHeader", "None", "no", 1, "nextUpdate", "2040-01-01", "entries",
				entries);
		Map<String, Object> header = Map.of("typ", "JWT", "alg", "ES256", "x5c",
				List.of(Base64.getEncoder().encodeToString(encoded(certificate))));
		JsonMapper json = JsonMapper.shared();
		String signed = Tampering.encode(json.writeValueAsBytes(header)) + "."
				+ Tampering.encode(json.writeValueAsBytes(payload));
		return signed + "." + Tampering.encode(jws(signed.getBytes()));
	}

	/**
	 * JSON Web Signatures have the two numbers side by side (RFC 7518, 3.4).
	 */
	private byte[] jws(byte[] signed) {
		ByteBuffer der = ByteBuffer.wrap(Algorithm.ES256.sign(this.keys.getPrivate(), signed, new byte[0]));
		der.getShort();
		byte[] signature = new byte[64];
		for (int end : new int[] { 32, 64 }) {
			der.get();
			byte[] number = new byte[der.get()];
			der.get(number);
			int significant = Math.min(number.length, 32);
			System.arraycopy(number, number.length - significant, signature, end - significant, significant);
		}
		return signature;
	}

	/**
	 * Return the list of revoked certificates: none.
	 */
	byte[] revocations() {
		try {
			Instant now = Instant.now();
			return new JcaX509v2CRLBuilder(this.root, Date.from(now.minus(1, ChronoUnit.DAYS)))
				.setNextUpdate(Date.from(now.plus(1, ChronoUnit.DAYS)))
				.build(new JcaContentSignerBuilder("SHA256withECDSA").build(this.rootKeys.getPrivate()))
				.getEncoded();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static X509Certificate certificate(String issuer, String subject, KeyPair issuerKeys, KeyPair keys,
			UUID model) {
		return certificate(issuer, subject, issuerKeys, keys, model, null);
	}

	private static X509Certificate certificate(String issuer, String subject, KeyPair issuerKeys, KeyPair keys,
			UUID model, String revocations) {
		try {
			Instant now = Instant.now();
			X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(new X500Name(issuer),
					BigInteger.valueOf(System.nanoTime()), Date.from(now.minus(1, ChronoUnit.DAYS)),
					Date.from(now.plus(1, ChronoUnit.DAYS)), new X500Name(subject), keys.getPublic());
			certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer.equals(subject)));
			if (revocations != null) {
				GeneralNames list = new GeneralNames(
						new GeneralName(GeneralName.uniformResourceIdentifier, revocations));
				certificate.addExtension(Extension.cRLDistributionPoints, false,
						new CRLDistPoint(new DistributionPoint[] {
								new DistributionPoint(new DistributionPointName(list), null, null) }));
			}
			if (model != null) {
				byte[] bytes = ByteBuffer.allocate(16)
					.putLong(model.getMostSignificantBits())
					.putLong(model.getLeastSignificantBits())
					.array();
				certificate.addExtension(MODEL, false, new DEROctetString(bytes));
			}
			return new JcaX509CertificateConverter().getCertificate(
					certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] encoded(X509Certificate certificate) {
		try {
			return certificate.getEncoded();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}

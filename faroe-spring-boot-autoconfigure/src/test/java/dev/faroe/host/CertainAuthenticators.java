package dev.faroe.host;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.metadata.FidoMDS3MetadataBLOBProvider;
import com.webauthn4j.metadata.anchor.MetadataBLOBBasedTrustAnchorRepository;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;

/**
 * Takes only the authenticators of which the FIDO Metadata Service says that they are
 * certified.
 */
public class CertainAuthenticators {

	@Bean
	TrustAnchorRepository authenticators(@Value("${shop.metadata-url}") String url,
			@Value("${shop.metadata-root}") Resource root) throws IOException, CertificateException {
		try (InputStream stream = root.getInputStream()) {
			X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(stream);
			return new MetadataBLOBBasedTrustAnchorRepository(
					new FidoMDS3MetadataBLOBProvider(new ObjectConverter(), url, certificate));
		}
	}

}

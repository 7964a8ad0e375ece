package dev.faroe.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Warns when the server accepts the credential that everybody knows.
 */
@Component
@ConditionalOnWebApplication
class DevelopmentCredentialWarning {

	static final String DEVELOPMENT_CREDENTIAL = "faroe-development-credential";

	private static final Log logger = LogFactory.getLog(DevelopmentCredentialWarning.class);

	private final String credential;

	DevelopmentCredentialWarning(@Value("${faroe.rest.credential:}") String credential) {
		this.credential = credential;
	}

	@EventListener(ApplicationReadyEvent.class)
	void warn() {
		if (DEVELOPMENT_CREDENTIAL.equals(this.credential)) {
			logger.warn("The REST API accepts the development credential, which everybody knows."
					+ " Set FAROE_REST_CREDENTIAL before anybody else can reach this server.");
		}
	}

}

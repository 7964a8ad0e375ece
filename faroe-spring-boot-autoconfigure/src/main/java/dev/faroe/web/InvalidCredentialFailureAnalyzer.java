package dev.faroe.web;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what a credential of the REST API has to be.
 */
final class InvalidCredentialFailureAnalyzer extends AbstractFailureAnalyzer<InvalidCredentialException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidCredentialException failure) {
		if (failure.missing()) {
			return new FailureAnalysis(
					"Faroe's REST API is enabled, but there is no credential that clients could prove themselves with.",
					"Set " + failure.property()
							+ " to a long random text, or set faroe.rest.enabled to false to use Faroe's services without the REST API.",
					failure);
		}
		return new FailureAnalysis("The value of " + failure.property() + " cannot be sent in an Authorization header.",
				"Set " + failure.property()
						+ " to printable ASCII characters, without white space at the beginning or the end.",
				failure);
	}

}

package dev.faroe.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what a key for encryption at rest has to be.
 */
final class InvalidEncryptionKeyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEncryptionKeyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEncryptionKeyException failure) {
		return new FailureAnalysis("The value of " + failure.property() + " is no key: " + failure.problem() + ".",
				"Set " + failure.property() + " to an id of your choice, a colon, and 32 random bytes in Base64,"
						+ " such as 'openssl rand -base64 32' prints them.",
				failure);
	}

}

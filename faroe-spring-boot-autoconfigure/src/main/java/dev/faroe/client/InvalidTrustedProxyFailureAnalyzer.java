package dev.faroe.client;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what a trusted proxy has to be.
 */
final class InvalidTrustedProxyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTrustedProxyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTrustedProxyException failure) {
		return new FailureAnalysis(
				"'" + failure.proxy() + "' in " + InvalidTrustedProxyException.PROPERTY
						+ " is no address or range to trust: " + failure.problem() + ".",
				"Set " + InvalidTrustedProxyException.PROPERTY + " to the IPv4 and IPv6 addresses of your proxies,"
						+ " or ranges of them such as 10.0.0.0/8, or remove it if there are none.",
				failure);
	}

}

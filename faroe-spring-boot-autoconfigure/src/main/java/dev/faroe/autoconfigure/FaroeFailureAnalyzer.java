package dev.faroe.autoconfigure;

import dev.faroe.FaroeConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class FaroeFailureAnalyzer extends AbstractFailureAnalyzer<FaroeConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, FaroeConfigurationException failure) {
		return new FailureAnalysis(failure.getMessage(), failure.action(), failure);
	}

}

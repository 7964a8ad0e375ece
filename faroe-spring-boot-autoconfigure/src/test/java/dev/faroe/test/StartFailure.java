package dev.faroe.test;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * What an application says when Faroe keeps it from starting.
 */
public final class StartFailure {

	private StartFailure() {
	}

	/**
	 * Analyze a failure as Boot would.
	 */
	public static FailureAnalysis analyze(@Nullable Throwable failure) {
		if (failure == null) {
			throw new AssertionError("The application has started");
		}
		for (FailureAnalyzer analyzer : SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, (type, name, problem) -> {
				// Some of Boot's want to know more.
			})) {
			FailureAnalysis analysis = analyzer.getClass().getName().startsWith("dev.faroe.")
					? analyzer.analyze(failure) : null;
			if (analysis != null) {
				return analysis;
			}
		}
		throw new AssertionError("Faroe says nothing about " + failure, failure);
	}

}

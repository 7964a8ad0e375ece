package dev.faroe.password.breach;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BreachCheckProperties}.
 */
class BreachCheckPropertiesTests {

	@Test
	void defaultsNeverKeepASignUpWaiting() {
		assertThat(new Binder(new MapConfigurationPropertySource()).bindOrCreate("faroe.password.breach-check",
				BreachCheckProperties.class))
			.isEqualTo(new BreachCheckProperties(true, URI.create("https://api.pwnedpasswords.com"),
					Duration.ofSeconds(2), true, OnCheckFailure.ALLOW, 1, Duration.ofMinutes(1)));
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080, http://localhost:8080", "HTTPS://mirror.example/, HTTPS://mirror.example",
			"https://mirror.example/pwned//, https://mirror.example/pwned" })
	void baseUrlLosesSlashesAtItsEnd(URI given, URI kept) {
		assertThat(settings(given, "PT2S", 1, "PT60S").baseUrl()).isEqualTo(kept);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/range", "mirror.example", "ftp://mirror.example", "https:///range",
			"https://user@mirror.example", "https://mirror.example?a=b", "https://mirror.example#a" })
	void refusesOtherBaseUrls(URI baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(baseUrl, "PT2S", 1, "PT60S"))
			.withMessageStartingWith("baseUrl must ");
	}

	@ParameterizedTest
	@CsvSource({ "PT0.001S, 1, PT0.001S", "PT30S, 1000, P1D" })
	void acceptsLimits(String timeout, int threshold, String openDuration) {
		assertThat(settings(URI.create("http://localhost"), timeout, threshold, openDuration)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "timeout, PT0S, 1, PT60S", "timeout, PT-1S, 1, PT60S", "timeout, PT30.001S, 1, PT60S",
			"failureThreshold, PT2S, 0, PT60S", "failureThreshold, PT2S, 1001, PT60S", "openDuration, PT2S, 1, PT0S",
			"openDuration, PT2S, 1, PT24H0.001S", "timeout, , 1, PT60S", "openDuration, PT2S, 1, " })
	void refusesValuesOutOfRange(String name, @Nullable String timeout, int threshold, @Nullable String openDuration) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> settings(URI.create("http://localhost"), timeout, threshold, openDuration))
			.withMessageStartingWith(name + " must ");
	}

	@SuppressWarnings("NullAway")
	private static BreachCheckProperties settings(URI baseUrl, @Nullable String timeout, int threshold,
			@Nullable String openDuration) {
		return new BreachCheckProperties(true, baseUrl, (timeout != null) ? Duration.parse(timeout) : null, true,
				OnCheckFailure.ALLOW, threshold, (openDuration != null) ? Duration.parse(openDuration) : null);
	}

}

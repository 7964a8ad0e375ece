package dev.faroe.sample.operator;

import java.time.Duration;
import java.util.Set;

import dev.faroe.sample.operator.OperatorProperties.Charts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What nobody can have meant.
 */
@Tag("one-jdk")
class OperatorPropertiesTests {

	private static final Charts CHARTS = new Charts(Duration.ofSeconds(5), 10);

	private static final Set<String> USERS = Set.of("a");

	@Test
	void needAnOperatorWherePagesAreOn() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new OperatorProperties(true, Set.of(), Duration.ofMinutes(15), CHARTS))
			.withMessageContaining("sample.operator.users");
		assertThatNoException()
			.isThrownBy(() -> new OperatorProperties(false, Set.of(), Duration.ofMinutes(15), CHARTS));
	}

	@Test
	void needATimeToProve() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new OperatorProperties(true, USERS, Duration.ZERO, CHARTS))
			.withMessageContaining("sample.operator.proof-age");
	}

	@Test
	void boundTheCharts() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Charts(Duration.ofMillis(99), 10))
			.withMessageContaining("interval");
		for (int points : new int[] { 1, 10_001 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> new Charts(Duration.ofSeconds(5), points))
				.withMessageContaining("points");
		}
	}

}

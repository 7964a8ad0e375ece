package dev.faroe.password.argon2;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class Argon2ParametersTests {

	@Test
	void defaultsAreTheOnesThatOwaspRecommends() {
		assertThat(Argon2Parameters.defaults()).isEqualTo(new Argon2Parameters(19456, 2, 1));
	}

	@ParameterizedTest
	@CsvSource({ "8, 1, 1", "2040, 1, 255", "1048576, 16, 1", "8, 2097152, 1" })
	void acceptsTheBounds(int memory, int iterations, int parallelism) {
		assertThatCode(() -> new Argon2Parameters(memory, iterations, parallelism)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource({ "7, 1, 1, memory", "31, 1, 4, memory", "1048577, 1, 1, memory", "-1, 1, 1, memory",
			"64, 0, 1, iterations", "64, -1, 1, iterations", "1048576, 17, 1, iterations", "8, 2097153, 1, iterations",
			"2147483647, 2147483647, 1, memory", "64, 1, 0, parallelism", "4096, 1, 256, parallelism" })
	void refusesWhatIsOutOfBounds(int memory, int iterations, int parallelism, String named) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Argon2Parameters(memory, iterations, parallelism))
			.withMessageContaining(named);
	}

}
